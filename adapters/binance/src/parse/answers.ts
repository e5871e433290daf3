import { amountOrZero, idOf, read, textOrEmpty, type Raw } from './fields.js';
import { conditionalOrderId } from './order-event.js';

/** An order as the venue answers for it; numbers are decimal texts. */
export interface VenueOrder {
  readonly symbol: string;
  readonly clientId: string;
  readonly orderId: string;
  readonly status: string;
  readonly side: string;
  readonly type: string;
  readonly timeInForce: string;
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
  readonly displayQty: string;
  readonly cumQty: string;
  readonly reduceOnly: boolean;
  readonly goodTillMs: number;
  readonly acceptedMs: number;
}

function timeMs(raw: Raw, ...fields: readonly string[]): number {
  for (const field of fields) if (raw[field] !== undefined && raw[field] !== 0) return read.countOf(raw, field);
  return 0;
}

/** An order of either market, whether asked for, listed, or in answer to a change. */
export function parseOrder(value: unknown): VenueOrder {
  const raw = read.asRaw(value, 'an order');
  return {
    symbol: read.textOf(raw, 'symbol'),
    // The answer to a cancel bears the cancel's id, and the order's own beside it.
    clientId: textOrEmpty(raw, 'origClientOrderId') || textOrEmpty(raw, 'clientOrderId'),
    orderId: idOf(raw, 'orderId'),
    status: read.textOf(raw, 'status'),
    side: read.textOf(raw, 'side'),
    type: read.textOf(raw, 'type'),
    timeInForce: textOrEmpty(raw, 'timeInForce'),
    quantity: read.textOf(raw, 'origQty'),
    price: amountOrZero(raw, 'price'),
    stopPrice: amountOrZero(raw, 'stopPrice'),
    displayQty: amountOrZero(raw, 'icebergQty'),
    cumQty: amountOrZero(raw, 'executedQty'),
    reduceOnly: raw['reduceOnly'] === true,
    goodTillMs: timeMs(raw, 'goodTillDate'),
    acceptedMs: timeMs(raw, 'time', 'transactTime', 'updateTime'),
  };
}

/** A conditional order of the futures. */
export function parseConditionalOrder(value: unknown): VenueOrder {
  const raw = read.asRaw(value, 'a conditional order');
  return {
    symbol: read.textOf(raw, 'symbol'),
    clientId: textOrEmpty(raw, 'clientAlgoId'),
    orderId: conditionalOrderId(idOf(raw, 'algoId')),
    status: read.textOf(raw, 'algoStatus'),
    side: read.textOf(raw, 'side'),
    type: textOrEmpty(raw, 'type') || read.textOf(raw, 'orderType'),
    timeInForce: textOrEmpty(raw, 'timeInForce'),
    quantity: read.textOf(raw, 'quantity'),
    price: amountOrZero(raw, 'price'),
    stopPrice: amountOrZero(raw, 'triggerPrice'),
    displayQty: '0',
    // Of the order that it became.
    cumQty: amountOrZero(raw, 'executedQty'),
    reduceOnly: raw['reduceOnly'] === true,
    goodTillMs: timeMs(raw, 'goodTillDate'),
    acceptedMs: timeMs(raw, 'createTime', 'updateTime'),
  };
}

/** The venue's id of an order that it took, conditional or not. */
export function parsePlaced(value: unknown): string {
  const raw = read.asRaw(value, 'an answer to an order');
  return raw['algoId'] === undefined ? idOf(raw, 'orderId') : conditionalOrderId(idOf(raw, 'algoId'));
}

/** An execution of a list of them. */
export interface ListedTrade {
  readonly symbol: string;
  readonly id: string;
  readonly orderId: string;
  readonly quantity: string;
  readonly price: string;
  readonly fee: string | undefined;
  readonly feeCurrency: string | undefined;
  readonly timeMs: number;
}

export function parseTrade(value: unknown): ListedTrade {
  const raw = read.asRaw(value, 'a trade');
  const fee = textOrEmpty(raw, 'commission');
  const feeCurrency = textOrEmpty(raw, 'commissionAsset');
  const charged = fee !== '' && feeCurrency !== '';
  return {
    symbol: read.textOf(raw, 'symbol'),
    id: idOf(raw, 'id'),
    orderId: idOf(raw, 'orderId'),
    quantity: read.textOf(raw, 'qty'),
    price: read.textOf(raw, 'price'),
    fee: charged ? fee : undefined,
    feeCurrency: charged ? feeCurrency : undefined,
    timeMs: read.countOf(raw, 'time'),
  };
}

/** A holding of a currency: decimal texts that add up to it. */
export interface Holding {
  readonly currency: string;
  readonly parts: readonly string[];
}

/** `GET /api/v3/account`. */
export function parseSpotHoldings(value: unknown): Holding[] {
  return read.listOf(read.asRaw(value, 'an account'), 'balances').map((item) => {
    const raw = read.asRaw(item, 'a balance');
    return { currency: read.textOf(raw, 'asset'), parts: [read.textOf(raw, 'free'), read.textOf(raw, 'locked')] };
  });
}

function items(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw read.badData(`no list of ${what}`);
}

/** `GET /fapi/v2/balance`. */
export function parseFuturesHoldings(value: unknown): Holding[] {
  return items(value, 'balances').map((item) => {
    const raw = read.asRaw(item, 'a balance');
    return { currency: read.textOf(raw, 'asset'), parts: [read.textOf(raw, 'balance')] };
  });
}

export interface VenuePosition {
  readonly symbol: string;
  /** Decimal text with a sign. */
  readonly quantity: string;
  readonly entryPrice: string;
}

/** `GET /fapi/v2/positionRisk`. */
export function parsePositions(value: unknown): VenuePosition[] {
  return items(value, 'positions').map((item) => {
    const raw = read.asRaw(item, 'a position');
    return {
      symbol: read.textOf(raw, 'symbol'),
      quantity: read.textOf(raw, 'positionAmt'),
      entryPrice: amountOrZero(raw, 'entryPrice'),
    };
  });
}

export function parseOrders(value: unknown, one: (item: unknown) => VenueOrder): VenueOrder[] {
  return items(value, 'orders').map(one);
}

export function parseTrades(value: unknown): ListedTrade[] {
  return items(value, 'trades').map(parseTrade);
}
