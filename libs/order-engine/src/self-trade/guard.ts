import {
  awaitsTrigger,
  hasLimitPrice,
  hasPending,
  termsOf,
  type Instrument,
  type OrderTerms,
  type Side,
} from '@bourseworks/domain';
import { denial, type Denial, type EngineContext } from '../context.js';
import type { Order } from '../order.js';
import type { SelfTradeAction } from '../records/own-order-records.js';
import { requestCancel, requestReplace } from '../requests.js';
import { rankOf, reachOf } from './own-side.js';
import type { SelfTradeMode } from '@bourseworks/risk';

/** Own orders that one new order may take out of the way; one that meets more is refused. */
const MAX_MET = 1_000;

/** An order about to be sent. Units of the instrument. */
export interface Incoming {
  readonly account: string;
  readonly adapter: string;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly market: boolean;
  readonly price: number;
  /** What is to go to the venue. */
  readonly quantity: number;
}

interface Meeting {
  readonly resting: Order;
  readonly action: SelfTradeAction;
  readonly quantity: number;
}

/** What becomes of an order that meets own ones. The resting ones were dealt with already. */
export interface SelfTradeVerdict {
  readonly mode: SelfTradeMode;
  readonly owner: string;
  /** Set when the new order is not to go out. */
  readonly denial: Denial | undefined;
  /** What is left of it to be sent. */
  readonly quantity: number;
  readonly met: readonly Meeting[];
}

/** What a resting order may still trade, a replace in flight counted. */
function openOf({ state }: Order): number {
  let quantity = state.quantity;
  for (const request of state.pending) if (request.kind === 'Replace') quantity = Math.max(quantity, request.quantity);
  return Math.max(0, quantity - state.cumQty);
}

const isUncertain = (order: Order): boolean => order.state.local === 'Unknown';

function denialOf(mode: SelfTradeMode, resting: Order, more: number): Denial {
  const others = more > 0 ? ` and ${more} more` : '';
  const { clOrdId, account, strategy } = resting;
  return denial('RISK_SELF_TRADE', `${mode}: would trade with ${clOrdId} of ${account}/${strategy}${others}`);
}

function cancelResting(ctx: EngineContext, resting: Order, quantity: number, nowUs: number): Meeting {
  const overlap = Math.min(quantity, openOf(resting));
  if (hasPending(resting.state, 'Cancel')) return { resting, action: 'pending', quantity: overlap };
  const { account, strategy } = resting;
  const origin = { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
  requestCancel(ctx, resting, 'self-trade', origin, nowUs);
  return { resting, action: 'cancelled', quantity: overlap };
}

/** Takes `quantity` off a larger resting order; one that cannot be made smaller at its venue is cancelled. */
function reduceResting(ctx: EngineContext, resting: Order, quantity: number, nowUs: number): Meeting {
  const { state, instrument, adapter } = resting;
  const route = ctx.options.routes.find(instrument.venue, adapter);
  const left = state.quantity - quantity;
  const replaceable = route.ok && route.value.capabilities.replace && state.pending.length === 0;
  if (!replaceable || left - state.internalQty < instrument.minQuantity)
    return cancelResting(ctx, resting, quantity, nowUs);
  const { account, strategy } = resting;
  const origin = { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
  requestReplace(ctx, resting, origin, { ...termsOf(state), quantity: left }, resting.reservePx, nowUs);
  return { resting, action: 'reduced', quantity };
}

/** The overlap is taken off both, in the order in which a venue would match them. */
function decrement(ctx: EngineContext, incoming: Incoming, orders: readonly Order[], nowUs: number) {
  const met: Meeting[] = [];
  let left = incoming.quantity;
  for (const resting of orders) {
    if (left === 0) break;
    const open = openOf(resting);
    if (open > left && !hasPending(resting.state, 'Cancel')) {
      met.push(reduceResting(ctx, resting, left, nowUs));
      left = 0;
      continue;
    }
    const meeting = cancelResting(ctx, resting, left, nowUs);
    met.push(meeting);
    if (meeting.action === 'cancelled') left -= meeting.quantity;
  }
  return { met, left: left < incoming.instrument.minQuantity ? 0 : left };
}

const stay = (orders: readonly Order[], quantity: number): Meeting[] => [
  { resting: orders[0], action: 'denied', quantity: Math.min(quantity, openOf(orders[0])) },
];

/** Whether an own order that is, or may be, open at the venue stands against an order. O(1). */
export function standsAgainst(ctx: EngineContext, { account, adapter, instrument, side, market, price }: Incoming) {
  const { selfTrade, own } = ctx.state;
  const others = own.find(selfTrade.ownerOf(account), adapter, instrument)?.opposite(side);
  if (others?.isReached(reachOf(side, market, price)) !== true) return undefined;
  return selfTrade.modeOf(account) === 'OFF' ? undefined : others;
}

/**
 * Own orders that an order would meet, and what its account's mode says of it; undefined when it meets none. Where the mode
 * leaves them as they are, one is enough to know, unless `all` are asked for.
 */
function encounter(ctx: EngineContext, incoming: Incoming, all = false) {
  const { account, side, market, price } = incoming;
  const others = standsAgainst(ctx, incoming);
  if (others === undefined) return undefined;
  const { selfTrade } = ctx.state;
  const owner = selfTrade.ownerOf(account);
  const mode = selfTrade.modeOf(account);
  const orders = mode === 'CANCEL_NEWEST' && !all ? others.first() : others.reached(reachOf(side, market, price));
  const why = denialOf(mode, orders[0], orders.length - 1);
  return { mode, owner, orders, why, uncertain: orders.some(isUncertain) };
}

/**
 * Self-trade prevention for an order that passed risk and is about to be sent: undefined when it meets no own order that is
 * open at the venue or may be (an order of unknown outcome may). Costs O(1) then. Otherwise the resting orders are dealt
 * with by the mode of its account, before the new one leaves.
 *
 * An order of unknown outcome cannot be cancelled for certain, so the new one is refused beside it in every mode.
 */
export function guard(ctx: EngineContext, incoming: Incoming, nowUs: number): SelfTradeVerdict | undefined {
  const found = encounter(ctx, incoming);
  if (found === undefined) return undefined;
  const { quantity } = incoming;
  const { mode, owner, orders, why, uncertain } = found;
  const verdict = { mode, owner, denial: why, quantity: 0 };
  if (mode === 'CANCEL_NEWEST' || orders.length > MAX_MET || (uncertain && mode === 'DECREMENT'))
    return { ...verdict, met: stay(orders, quantity) };
  if (mode === 'DECREMENT') {
    const { met, left } = decrement(ctx, incoming, orders, nowUs);
    return { ...verdict, denial: left === 0 ? why : undefined, quantity: left, met };
  }
  const met = orders.map((resting) => cancelResting(ctx, resting, quantity, nowUs));
  if (mode === 'CANCEL_BOTH' || uncertain) return { ...verdict, met };
  return { ...verdict, denial: undefined, quantity, met };
}

/**
 * The same for a triggered stop, which must go out: in every mode what stands against it is cancelled, at most MAX_MET at a
 * time. Under CANCEL_OLDEST it goes out after these cancels; else it is denied until they are confirmed.
 */
export function clearWay(ctx: EngineContext, incoming: Incoming, nowUs: number): SelfTradeVerdict | undefined {
  const found = encounter(ctx, incoming, true);
  if (found === undefined) return undefined;
  const { quantity } = incoming;
  const { mode, owner, orders, why, uncertain } = found;
  const met = orders.slice(0, MAX_MET).map((resting) => cancelResting(ctx, resting, quantity, nowUs));
  const goes = mode === 'CANCEL_OLDEST' && !uncertain && met.length === orders.length;
  return { mode, owner, denial: goes ? undefined : why, quantity: goes ? quantity : 0, met };
}

/**
 * The same for the exit of a list, which is tried again until it goes: what would take from the resting orders each time
 * and never send it is not done. DECREMENT leaves larger ones as they are.
 */
export function guardExit(ctx: EngineContext, incoming: Incoming, nowUs: number): SelfTradeVerdict | undefined {
  const found = encounter(ctx, incoming);
  if (found === undefined) return undefined;
  const { mode, owner, orders, why } = found;
  if (mode !== 'DECREMENT' || leftOf(incoming, orders) > 0) return guard(ctx, incoming, nowUs);
  return { mode, owner, denial: why, quantity: 0, met: stay(orders, incoming.quantity) };
}

/** What DECREMENT would leave of an order; 0 when that is less than can be ordered. */
function leftOf({ quantity, instrument }: Incoming, orders: readonly Order[]): number {
  let left = quantity;
  for (const order of orders) if (!hasPending(order.state, 'Cancel')) left -= openOf(order);
  return left < Math.max(1, instrument.minQuantity) ? 0 : left;
}

/** Why `guard` would refuse an order that is only asked about; nothing is done about the orders that it would meet. */
export function askGuard(ctx: EngineContext, incoming: Incoming): Denial | undefined {
  const found = encounter(ctx, incoming);
  if (found === undefined) return undefined;
  const { mode, orders, why, uncertain } = found;
  if (uncertain || orders.length > MAX_MET || mode === 'CANCEL_NEWEST' || mode === 'CANCEL_BOTH') return why;
  return mode === 'DECREMENT' && leftOf(incoming, orders) === 0 ? why : undefined;
}

/**
 * The same for new terms of an order that is in the book, or on its way there, and may take from it: only those that reach further or are for more can meet what the old ones did not.
 * Refused where the new order would be, since both its old and its new terms are the newest.
 */
export function guardReplace(
  ctx: EngineContext,
  order: Order,
  terms: OrderTerms,
  nowUs: number,
): SelfTradeVerdict | undefined {
  const market = !hasLimitPrice(terms.type);
  const { account, adapter, instrument, state } = order;
  if (awaitsTrigger(state) || terms.instructions?.postOnly === true) return undefined;
  const further = rankOf(terms.side, market, terms.price) < rankOf(state.side, market, state.price);
  if (!further && terms.quantity <= state.quantity) return undefined;
  const quantity = Math.max(0, terms.quantity - state.cumQty);
  const incoming = { account, adapter, instrument, side: terms.side, market, price: terms.price, quantity };
  if (ctx.state.selfTrade.modeOf(account) !== 'DECREMENT') return guard(ctx, incoming, nowUs);
  const owner = ctx.state.selfTrade.ownerOf(account);
  const others = ctx.state.own.find(owner, adapter, instrument)?.opposite(terms.side);
  if (others === undefined || !others.isReached(reachOf(terms.side, market, terms.price))) return undefined;
  const orders = others.first();
  const met = stay(orders, quantity);
  return { mode: 'DECREMENT', owner, denial: denialOf('DECREMENT', orders[0], 0), quantity: 0, met };
}

/** Keeps in the journal who met whom, once the new order has its id. */
export function recordMeetings(
  ctx: EngineContext,
  { mode, owner, denial: refusal, met }: SelfTradeVerdict,
  order: { readonly clOrdId: string; readonly account: string; readonly strategy: string },
  commandId: string,
  nowUs: number,
): void {
  const { clOrdId, account, strategy } = order;
  const refused = refusal !== undefined;
  for (const { resting, action, quantity } of met) {
    const { account: restingAccount, strategy: restingStrategy, clOrdId: restingId } = resting;
    const incoming = { mode, action, owner, account, strategy, commandId, clOrdId };
    const other = { restingAccount, restingStrategy, restingId, quantity, refused };
    ctx.commit({ type: 'SelfTrade', sequence: ctx.next(), us: nowUs, ...incoming, ...other });
  }
}
