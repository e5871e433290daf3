import { textOf } from './amounts.js';
import type { StandInEvent, StandInOrder, StandInTrade } from './venue.js';

/** Marks a text that JSON is to show as a number: ids that a double cannot hold. */
const RAW = '@number:';
const raw = (digits: string): string => RAW + digits;

/** JSON with such numbers in it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/"@number:(\d+)"/g, '$1');
}

export function spotOrder(order: StandInOrder): object {
  return {
    symbol: order.symbol,
    orderId: raw(order.orderId),
    orderListId: -1,
    clientOrderId: order.clientId,
    price: textOf(order.price),
    origQty: textOf(order.quantity),
    executedQty: textOf(order.cumQty),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
    stopPrice: textOf(order.stopPrice),
    icebergQty: textOf(order.displayQty),
    time: order.timeMs,
    updateTime: order.timeMs,
    isWorking: true,
  };
}

export function futuresOrder(order: StandInOrder): object {
  return {
    ...spotOrder(order),
    reduceOnly: order.reduceOnly,
    positionSide: 'BOTH',
    origType: order.type,
    goodTillDate: order.goodTillMs,
  };
}

export function conditionalOrder(order: StandInOrder): object {
  return {
    algoId: raw(order.orderId),
    clientAlgoId: order.clientId,
    algoType: 'CONDITIONAL',
    orderType: order.type,
    symbol: order.symbol,
    side: order.side,
    timeInForce: order.timeInForce,
    quantity: textOf(order.quantity),
    algoStatus: order.status,
    triggerPrice: textOf(order.stopPrice),
    price: textOf(order.price),
    reduceOnly: order.reduceOnly,
    createTime: order.timeMs,
    updateTime: order.timeMs,
  };
}

export function listedTrade(trade: StandInTrade): object {
  return {
    symbol: trade.symbol,
    id: trade.id,
    orderId: raw(trade.orderId),
    price: textOf(trade.price),
    qty: textOf(trade.quantity),
    commission: textOf(trade.fee),
    commissionAsset: trade.feeCurrency,
    time: trade.timeMs,
    side: trade.side,
  };
}

function eventFields({ kind, order, trade }: StandInEvent): Readonly<Record<string, unknown>> {
  return {
    s: order.symbol,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: textOf(order.quantity),
    p: textOf(order.price),
    x: kind,
    X: order.status,
    i: raw(order.orderId),
    l: textOf(trade?.quantity ?? 0),
    z: textOf(order.cumQty),
    L: textOf(trade?.price ?? 0),
    n: textOf(trade?.fee ?? 0),
    N: trade?.feeCurrency ?? null,
  };
}

/** `executionReport`, wrapped as the WebSocket API does. */
export function spotEvent(event: StandInEvent, nowMs: number): object {
  const { order, trade, kind, cancelId = '' } = event;
  // The report of a cancel bears the cancel's id.
  const ids = kind === 'CANCELED' ? { c: cancelId || 'web_1', C: order.clientId } : { c: order.clientId, C: '' };
  const inner = { e: 'executionReport', E: nowMs, ...eventFields(event), ...ids, r: 'NONE' };
  return { subscriptionId: 0, event: { ...inner, T: trade?.timeMs ?? nowMs, t: trade?.id ?? -1 } };
}

/** `ORDER_TRADE_UPDATE`, or `ALGO_UPDATE` of a conditional order. */
export function futuresEvent(event: StandInEvent, nowMs: number): object {
  const { order, trade } = event;
  if (!order.conditional) {
    const times = { T: trade?.timeMs ?? nowMs, t: trade?.id ?? 0 };
    const fields = { ...eventFields(event), c: order.clientId, R: order.reduceOnly, ps: 'BOTH', ...times };
    return { e: 'ORDER_TRADE_UPDATE', T: nowMs, E: nowMs, o: fields };
  }
  const algo = {
    caid: order.clientId,
    aid: raw(order.orderId),
    at: 'CONDITIONAL',
    o: order.type,
    s: order.symbol,
    S: order.side,
    f: order.timeInForce,
    q: textOf(order.quantity),
    X: order.status,
    tp: textOf(order.stopPrice),
    p: textOf(order.price),
    R: order.reduceOnly,
  };
  return { e: 'ALGO_UPDATE', T: nowMs, E: nowMs, o: algo };
}
