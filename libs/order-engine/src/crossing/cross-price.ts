import { leavesOf, type ErrorCode, type Instrument } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import type { Order } from '../order.js';

/** Why orders are not crossed; they go on to the broker. */
export interface CrossRefusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** The book that a cross is priced by. Units of the instrument. */
export interface CrossQuote {
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  readonly quoteUs: number;
}

export const crossRefusal = (code: ErrorCode, reason: string): CrossRefusal => ({ code, reason });

/**
 * Midpoint on the tick grid, rounded down: with an odd number of ticks between bid and offer the half tick goes to the
 * buyer, and at a spread of one tick the midpoint is the bid.
 */
export function midpoint(bid: number, ask: number, tickSize: number): number {
  return Math.floor((bid + ask) / (2 * tickSize)) * tickSize;
}

/** The price at which orders of this account in this instrument may be crossed now, or why not. */
export function crossQuote(ctx: EngineContext, order: Order, nowUs: number): CrossQuote | CrossRefusal {
  const { instrument, path } = order;
  const { maxQuoteAgeUs } = ctx.state.crossing.policyOf(order.account);
  const { bid, ask, quoteUs, halted, gapped } = path.reference;
  if (halted) return crossRefusal('RISK_CROSS_HALTED', `${instrument.key} is halted`);
  if (quoteUs === 0 || bid <= 0 || ask <= 0 || gapped)
    return crossRefusal('RISK_CROSS_NO_BOOK', `no whole book of ${instrument.key}`);
  const age = nowUs - quoteUs;
  if (age > maxQuoteAgeUs)
    return crossRefusal('RISK_CROSS_STALE', `the book of ${instrument.key} is ${age} us old, limit ${maxQuoteAgeUs}`);
  if (bid >= ask) return crossRefusal('RISK_CROSS_LOCKED', `the book of ${instrument.key} is locked or crossed`);
  const price = midpoint(bid, ask, instrument.tickSize);
  if (price < bid || price > ask)
    return crossRefusal('RISK_CROSS_PRICE', `no price of the tick grid lies between bid and offer`);
  return { price, bid, ask, quoteUs };
}

/** Whether the limit of an order allows a price; a market order takes any. */
export function accepts({ state }: Order, price: number): boolean {
  if (state.type === 'MARKET') return true;
  return state.side === 'BUY' ? state.price >= price : state.price <= price;
}

const SAME_STRATEGY = crossRefusal('RISK_CROSS_STRATEGY', 'both orders are of one strategy');
export const BEYOND_LIMIT = crossRefusal('RISK_CROSS_PRICE', 'the midpoint lies beyond a limit of the two orders');

/** What a check of the price says; limits that count orders or positions were passed when the order became Intent. */
const PRICE_CODES: ReadonlySet<ErrorCode> = new Set([
  'RISK_KILLED',
  'RISK_HALTED',
  'RISK_CLOSED',
  'RISK_RESTRICTED',
  'RISK_PRICE_COLLAR',
  'RISK_PRICE_WINDOW',
  'RISK_NO_REFERENCE',
  'RISK_STALE_REFERENCE',
]);

function riskRefusal(ctx: EngineContext, order: Order, price: number, nowUs: number): CrossRefusal | undefined {
  const { path, state } = order;
  const terms = { path, side: state.side, market: false, quantity: leavesOf(state), price };
  const nothing = { stopPrice: 0, trailBy: 0, addedQuantity: 0, addedNotional: 0, addedOrders: 0 as const };
  const denied = ctx.state.risk.check({ ...terms, ...nothing }, nowUs, true);
  return denied === undefined || !PRICE_CODES.has(denied.code) ? undefined : crossRefusal(denied.code, denied.message);
}

/** Why these two are not crossed at a price that the first accepts, or undefined. */
export function pairRefusal(
  ctx: EngineContext,
  order: Order,
  other: Order,
  price: number,
  nowUs: number,
): CrossRefusal | undefined {
  // Without a word of its own: a thousand may stand there that do not fit.
  if (order.strategy === other.strategy) return SAME_STRATEGY;
  if (!accepts(other, price)) return BEYOND_LIMIT;
  return riskRefusal(ctx, order, price, nowUs) ?? riskRefusal(ctx, other, price, nowUs);
}

/**
 * Quantity to be crossed: the smaller of the two; 0 when that is no multiple of the lot, or would leave of either an order
 * too small for the broker.
 */
export function crossQuantity(instrument: Instrument, a: number, b: number): number {
  const { lotSize, minQuantity } = instrument;
  const quantity = Math.min(a, b);
  const rest = Math.max(a, b) - quantity;
  return quantity % lotSize === 0 && (rest === 0 || rest >= minQuantity) ? quantity : 0;
}
