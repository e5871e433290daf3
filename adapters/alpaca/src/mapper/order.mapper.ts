import {
  formatDecimal,
  NO_INSTRUCTIONS,
  trimDecimal,
  type ErrorCode,
  type Instrument,
  type OrderTerms,
  type OrderType,
  type OrdStatus,
  type TimeInForce,
} from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';
import { roundedUnitsOfText } from '@bourseworks/venue-client';
import { fields } from '../parse/fields.js';
import type { VenueOrder, VenueStatus } from '../parse/order.parse.js';

const TYPES: Readonly<Record<OrderType, string>> = {
  MARKET: 'market',
  LIMIT: 'limit',
  STOP: 'stop',
  STOP_LIMIT: 'stop_limit',
  TRAILING_STOP: 'trailing_stop',
};

const TIMES: Readonly<Partial<Record<TimeInForce, string>>> = {
  DAY: 'day',
  GTC: 'gtc',
  IOC: 'ioc',
  FOK: 'fok',
  OPG: 'opg',
  CLS: 'cls',
};

export const ORDER_TYPES = Object.keys(TYPES) as OrderType[];
export const TIMES_IN_FORCE = Object.keys(TIMES) as TimeInForce[];

const STATUSES: Readonly<Record<VenueStatus, OrdStatus>> = {
  new: 'New',
  partially_filled: 'PartiallyFilled',
  filled: 'Filled',
  done_for_day: 'DoneForDay',
  canceled: 'Canceled',
  expired: 'Expired',
  replaced: 'Replaced',
  pending_cancel: 'PendingCancel',
  pending_replace: 'PendingReplace',
  accepted: 'PendingNew',
  pending_new: 'PendingNew',
  accepted_for_bidding: 'PendingNew',
  pending_review: 'PendingNew',
  held: 'PendingNew',
  stopped: 'Stopped',
  rejected: 'Rejected',
  suspended: 'Suspended',
  calculated: 'Calculated',
};

export function toOrdStatus(status: VenueStatus): OrdStatus {
  return STATUSES[status];
}

const CLOSED: ReadonlySet<VenueStatus> = new Set(['filled', 'canceled', 'expired', 'replaced', 'rejected']);

/** Whether it may still be filled. A day order that is done for the day is done for good. */
export function isOpen({ status, timeInForce }: Pick<VenueOrder, 'status' | 'timeInForce'>): boolean {
  if (status === 'done_for_day' || status === 'calculated') return timeInForce === 'gtc';
  return !CLOSED.has(status);
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** Why terms are not to be sent to Alpaca beside what the capabilities say; undefined when they are. */
export function problemOf(
  { type, quantity, price, instructions = NO_INSTRUCTIONS }: OrderTerms,
  { maxQuantity }: Instrument,
): Refusal | undefined {
  const { stopPrice, trailBy } = instructions;
  if (!(quantity > 0 && quantity <= maxQuantity)) {
    return { code: 'QUANTITY_INVALID', reason: 'the quantity is not within the bounds of the instrument' };
  }
  const limited = type === 'LIMIT' || type === 'STOP_LIMIT';
  if (limited && price <= 0) return { code: 'PRICE_INVALID', reason: 'a limit order needs a positive price' };
  if (type === 'TRAILING_STOP' && stopPrice !== 0) {
    return { code: 'ORDER_TYPE_UNSUPPORTED', reason: 'Alpaca takes the first trigger from the market' };
  }
  if (type === 'TRAILING_STOP' && trailBy <= 0)
    return { code: 'PRICE_INVALID', reason: 'a trailing stop needs a trail' };
  return undefined;
}

const decimal = (units: number, scale: number): string => trimDecimal(formatDecimal(units, scale));

function pricesOf(instrument: Instrument, { type, price, instructions = NO_INSTRUCTIONS }: OrderTerms, trail: string) {
  const { priceScale } = instrument;
  const { stopPrice, trailBy } = instructions;
  return {
    ...(type === 'LIMIT' || type === 'STOP_LIMIT' ? { limit_price: decimal(price, priceScale) } : {}),
    ...((type === 'STOP' || type === 'STOP_LIMIT') && stopPrice !== 0
      ? { stop_price: decimal(stopPrice, priceScale) }
      : {}),
    ...(type === 'TRAILING_STOP' && trailBy !== 0 ? { [trail]: decimal(trailBy, priceScale) } : {}),
  };
}

/** Body of POST /v2/orders. */
export function toOrderBody({ clOrdId, instrument, terms }: BrokerOrder, venueSymbol: string): object {
  return {
    symbol: venueSymbol,
    qty: decimal(terms.quantity, instrument.qtyScale),
    side: terms.side === 'BUY' ? 'buy' : 'sell',
    type: TYPES[terms.type],
    time_in_force: TIMES[terms.timeInForce],
    ...pricesOf(instrument, terms, 'trail_price'),
    extended_hours: false,
    client_order_id: clOrdId,
  };
}

/**
 * Body of PATCH /v2/orders/{id}. `quantity` is what the new order is for: Alpaca counts it anew, without what the old one
 * filled; undefined leaves it as it is, which is the only way to change the price of an order for a fraction.
 */
export function toReplaceBody(
  instrument: Instrument,
  replaceId: string,
  terms: OrderTerms,
  quantity: number | undefined,
): object {
  return {
    ...(quantity === undefined ? {} : { qty: decimal(quantity, instrument.qtyScale) }),
    ...pricesOf(instrument, terms, 'trail'),
    client_order_id: replaceId,
  };
}

/**
 * Terms that a venue's order stands for, for `quantity` in whole; undefined for what this platform has no word for, or
 * cannot count: then they are none of ours.
 */
export function toTerms(order: VenueOrder, instrument: Instrument, quantity: number): OrderTerms | undefined {
  const { limitPrice = '0', stopPrice: stop = '0', trailPrice = '0' } = order;
  const countable = (text: string): boolean => typeof roundedUnitsOfText(text, instrument.priceScale) === 'number';
  if (![limitPrice, stop, trailPrice].every(countable)) return undefined;
  const type = ORDER_TYPES.find((known) => TYPES[known] === order.type);
  const timeInForce = TIMES_IN_FORCE.find((known) => TIMES[known] === order.timeInForce);
  if (type === undefined || timeInForce === undefined) return undefined;
  const priceOf = (text: string | undefined) =>
    text === undefined ? 0 : fields.roundedUnitsOf(text, instrument.priceScale);
  const plain = { side: order.side, type, timeInForce, quantity, price: priceOf(order.limitPrice) };
  if (type === 'MARKET' || type === 'LIMIT') return plain;
  const stopPrice = priceOf(order.stopPrice);
  return { ...plain, instructions: { ...NO_INSTRUCTIONS, stopPrice, trailBy: priceOf(order.trailPrice) } };
}

/**
 * The key of a fill. The stream's execution id and the id of the account's activity are not the same and cannot be told
 * from each other, so that neither can be the key; that an order is filled up to a quantity happens once, and both state
 * order and quantity. `cumQty` is that of Alpaca's own order, in units.
 */
export function fillKey(venueOrderId: string, cumQty: number, { qtyScale }: Instrument): string {
  return `${venueOrderId}:${decimal(cumQty, qtyScale)}`;
}
