import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { clean } from '../audit/audit-entry.js';
import { wholeMillis } from '../bus/wire-time.js';
import type { Flag, Row } from '../database/schema.js';
import { projectedId } from './projected-id.js';

type OrderRow = Row<'orders'>;
type HistoryRow = Row<'order_history'>;

/** Who asked for an order, of those that were placed here. */
export interface Origin {
  readonly userId: string;
  /** Absent for an order of a list: the id is the list's. */
  readonly clientOrderId?: string;
}

const MAX_REASON = 1_000;
const MAX_EXTERNAL_ID = 128;

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);
/** Venues word their reasons and ids as they like: no text of theirs may stop the projection. */
const cleanOrNull = (text: string | undefined, max: number): string | null =>
  text === undefined || text === '' ? null : clean(text, max);

/** A trade, its correction or its bust. */
export function isFill({ execType, lastQty }: OrderEventShape): boolean {
  return execType.startsWith('Trade') && lastQty !== undefined;
}

/**
 * The refusal of a cancel or replace of an order that is not known, or not the sender's: it tells of a command and not of
 * the order whose id it names.
 */
export function isAboutNoOrder({ venue }: OrderEventShape): boolean {
  return venue === '';
}

/** Nothing more can happen but a late fill. What is pending shows as the status and keeps the order open. */
function isClosed({ ordStatus, state, timeInForce }: OrderEventShape): Flag {
  if (state === 'Denied') return 1;
  if (ordStatus === 'DoneForDay') return timeInForce === 'GTC' || timeInForce === 'GTD' ? 0 : 1;
  return ['Filled', 'Canceled', 'Rejected', 'Expired', 'Calculated'].includes(ordStatus) ? 1 : 0;
}

/** What an order says beyond price and stop price, as its view has it. */
function instructionsText(event: OrderEventShape): string | null {
  const { trailBy, displayQty, postOnly, reduceOnly, triggered, goodTillTime: end } = event;
  const goodTillTime = end === undefined ? undefined : wholeMillis(end);
  const text = JSON.stringify({ trailBy, displayQty, postOnly, reduceOnly, triggered, goodTillTime });
  return text === '{}' ? null : text;
}

/** What an event changes of its order. */
function changing(event: OrderEventShape) {
  return {
    quantity: event.quantity,
    price: orNull(event.price),
    stop_price: orNull(event.stopPrice),
    instructions: instructionsText(event),
    cum_quantity: event.cumQty,
    leaves_quantity: event.leavesQty,
    average_price: orNull(event.avgPx),
    status: event.ordStatus,
    state: event.state,
    is_closed: isClosed(event),
    code: orNull(event.code),
    reason: cleanOrNull(event.reason, MAX_REASON),
    sequence: event.sequence,
    updated_at: wholeMillis(event.time),
  };
}

/** The row of an order at its first event. */
export function newOrderRow(event: OrderEventShape, origin: Origin | undefined): OrderRow {
  return {
    id: projectedId('order', event.clOrdId),
    user_id: origin?.userId ?? null,
    account: event.account,
    strategy: event.strategy,
    client_order_id: origin?.clientOrderId ?? null,
    command_id: event.commandId,
    cl_ord_id: event.clOrdId,
    list_id: event.listId ?? null,
    list_role: event.listRole ?? null,
    symbol: event.symbol,
    exchange: event.venue,
    adapter: event.adapter,
    order_type: event.type,
    side: event.side,
    time_in_force: event.timeInForce,
    external_order_id: cleanOrNull(event.venueOrderId, MAX_EXTERNAL_ID),
    first_sequence: event.sequence,
    created_at: wholeMillis(event.time),
    ...changing(event),
  };
}

/** The row after a further event. */
export function changedOrderRow(row: OrderRow, event: OrderEventShape): OrderRow {
  const external = cleanOrNull(event.venueOrderId, MAX_EXTERNAL_ID) ?? row.external_order_id;
  return { ...row, ...changing(event), external_order_id: external };
}

export function historyRow(orderId: string, event: OrderEventShape): HistoryRow {
  const { quantity, price, requestId, origClOrdId } = event;
  return {
    id: projectedId('event', event.clOrdId, event.sequence),
    order_id: orderId,
    sequence: event.sequence,
    status: event.ordStatus,
    state: event.state,
    exec_type: event.execType,
    exec_id: cleanOrNull(event.execId, MAX_EXTERNAL_ID),
    exec_ref_id: cleanOrNull(event.execRefId, MAX_EXTERNAL_ID),
    is_fill: isFill(event) ? 1 : 0,
    quantity: orNull(event.lastQty),
    price: orNull(event.lastPx),
    fee: orNull(event.fee),
    fee_currency: cleanOrNull(event.feeCurrency, 16),
    cum_quantity: event.cumQty,
    leaves_quantity: event.leavesQty,
    code: orNull(event.code),
    reason: cleanOrNull(event.reason, MAX_REASON),
    status_details: JSON.stringify({ quantity, price, requestId, origClOrdId }),
    time: wholeMillis(event.time),
  };
}
