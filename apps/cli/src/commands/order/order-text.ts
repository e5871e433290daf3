import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { TERMINAL_STATUSES, type OrdStatus } from '@bourseworks/domain';
import type { Column, Output, Style } from '../../output/output.js';
import { isoOf } from '../../streams/iso-time.js';

function statusStyle(status: OrdStatus): Style {
  if (status === 'Filled') return 'good';
  if (status === 'Rejected') return 'bad';
  return TERMINAL_STATUSES.has(status) ? 'dim' : 'warn';
}

const statusText = (output: Output, { ordStatus, state }: OrderEventShape): string =>
  output.style(statusStyle(ordStatus), state === 'Unknown' ? `${ordStatus} (outcome unknown)` : ordStatus);

const sideText = (output: Output, { side }: OrderEventShape): string =>
  output.style(side === 'BUY' ? 'good' : 'bad', side);

const whyText = ({ code, reason }: OrderEventShape): string =>
  [code, reason].filter((text) => text !== undefined).join(': ');

/** The trigger of a stop, and how far a trailing one stays behind. */
const stopText = ({ stopPrice, trailBy }: OrderEventShape): string =>
  [stopPrice, trailBy === undefined ? undefined : `trail ${trailBy}`].filter((text) => text !== undefined).join(' ');

/** What else an order was told, in words. */
function instructionsText(order: OrderEventShape): string {
  const { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime, triggered } = order;
  const words = [
    stopPrice === undefined ? undefined : `stop ${stopPrice}`,
    trailBy === undefined ? undefined : `trailing by ${trailBy}`,
    triggered === true ? 'triggered' : undefined,
    displayQty === undefined ? undefined : `showing ${displayQty}`,
    postOnly === true ? 'post-only' : undefined,
    reduceOnly === true ? 'reduce-only' : undefined,
    goodTillTime === undefined ? undefined : `till ${isoOf(goodTillTime)}`,
  ];
  return words.map((word) => (word === undefined ? '' : `, ${word}`)).join('');
}

/** Orders, one a row. */
export function orderTable(output: Output, orders: readonly OrderEventShape[]): string {
  const columns: Column<OrderEventShape>[] = [
    { header: 'clOrdId', cell: (order) => output.style('strong', order.clOrdId) },
    { header: 'account', cell: (order) => order.account },
    { header: 'strategy', cell: (order) => order.strategy },
    { header: 'symbol', cell: (order) => `${order.venue}/${order.symbol}` },
    { header: 'side', cell: (order) => sideText(output, order) },
    { header: 'type', cell: (order) => `${order.type} ${order.timeInForce}` },
    { header: 'quantity', cell: (order) => order.quantity, align: 'right' },
    { header: 'price', cell: (order) => order.price ?? '', align: 'right' },
    { header: 'stop', cell: stopText, align: 'right' },
    { header: 'filled', cell: (order) => order.cumQty, align: 'right' },
    { header: 'avgPx', cell: (order) => order.avgPx ?? '', align: 'right' },
    { header: 'status', cell: (order) => statusText(output, order) },
    { header: 'time', cell: (order) => isoOf(order.time) },
  ];
  return output.table(columns, orders);
}

/** What was ordered, in words. */
export function termsText(output: Output, order: OrderEventShape): string {
  const { venue, symbol, quantity, type, timeInForce, price } = order;
  const at = price === undefined ? type : `${type} ${price}`;
  return `${sideText(output, order)} ${quantity} ${venue}/${symbol} ${at} ${timeInForce}${instructionsText(order)}`;
}

/** What an order is, in one line. */
export function orderLine(output: Output, order: OrderEventShape): string {
  const { cumQty, avgPx, listId, listRole } = order;
  const filled = avgPx === undefined ? '' : `, filled ${cumQty} at ${avgPx}`;
  const list = listId === undefined ? '' : `, ${listRole ?? 'order'} of list ${listId}`;
  const what = termsText(output, order);
  return `${output.style('strong', order.clOrdId)}  ${what}  ${statusText(output, order)}${filled}${list}`;
}

/** The life of an order, event by event. */
export function timeline(output: Output, events: readonly OrderEventShape[]): string {
  const columns: Column<OrderEventShape>[] = [
    { header: 'decided', cell: (event) => (event.sentTime === undefined ? '' : isoOf(event.sentTime)) },
    { header: 'time', cell: (event) => isoOf(event.time) },
    {
      header: 'at the venue',
      cell: (event) => (event.venueTime === undefined ? '' : isoOf(event.venueTime)),
    },
    { header: 'event', cell: (event) => event.execType },
    { header: 'status', cell: (event) => statusText(output, event) },
    { header: 'quantity', cell: (event) => event.lastQty ?? '', align: 'right' },
    { header: 'price', cell: (event) => event.lastPx ?? '', align: 'right' },
    { header: 'filled', cell: (event) => event.cumQty, align: 'right' },
    { header: 'leaves', cell: (event) => event.leavesQty, align: 'right' },
    { header: 'fee', cell: (event) => event.fee ?? '', align: 'right' },
    { header: 'why', cell: whyText },
  ];
  return output.table(columns, events);
}

/** Fills, one a row; corrections and busts among them. */
export function fillTable(output: Output, fills: readonly OrderEventShape[]): string {
  const columns: Column<OrderEventShape>[] = [
    { header: 'time', cell: (fill) => isoOf(fill.time) },
    { header: 'at the venue', cell: (fill) => (fill.venueTime === undefined ? '' : isoOf(fill.venueTime)) },
    { header: 'clOrdId', cell: (fill) => output.style('strong', fill.clOrdId) },
    { header: 'account', cell: (fill) => fill.account },
    { header: 'strategy', cell: (fill) => fill.strategy },
    { header: 'symbol', cell: (fill) => `${fill.venue}/${fill.symbol}` },
    { header: 'side', cell: (fill) => sideText(output, fill) },
    { header: 'quantity', cell: (fill) => fill.lastQty ?? '', align: 'right' },
    { header: 'price', cell: (fill) => fill.lastPx ?? '', align: 'right' },
    { header: 'fee', cell: (fill) => fill.fee ?? '', align: 'right' },
    { header: 'execId', cell: (fill) => fill.execId ?? '' },
    { header: 'event', cell: (fill) => (fill.execType === 'Trade' ? '' : fill.execType) },
  ];
  return output.table(columns, fills);
}

/** One event as it comes, for who waits. */
export function eventLine(output: Output, event: OrderEventShape): string {
  const fill = event.lastQty === undefined ? '' : ` ${event.lastQty} at ${event.lastPx ?? ''}`;
  const why = whyText(event);
  return `${isoOf(event.time)}  ${event.execType}${fill}  ${statusText(output, event)}${why === '' ? '' : `  ${why}`}`;
}
