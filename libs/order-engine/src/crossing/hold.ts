import {
  isStopType,
  leavesOf,
  NO_INSTRUCTIONS,
  termsOf,
  type OrderTerms,
  type OrderType,
  type TimeInForce,
} from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import { instructionUnits } from '../instructions.js';
import type { Order } from '../order.js';
import { requestCancel, type Origin } from '../requests.js';
import type { HeldReplacedRecord } from '../records/own-order-records.js';
import { guard, recordMeetings } from '../self-trade/guard.js';
import { MAX_HELD, type CrossingPolicy } from './crossing-options.js';
import { crossInside, type Uncrossed } from './match.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** Orders released in one decision: its records must find room in the journal. The rest is due at once. */
const MAX_RELEASED = 500;

interface Holdable {
  readonly account: string;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly?: boolean;
}

const WAITING: readonly TimeInForce[] = ['DAY', 'GTC', 'GTD'];

/**
 * The policy by which an order is to be held, undefined when it goes to the broker at once: crossing is off for its account,
 * or the order is one that does not wait. A stop is in no book before its trigger, an auction order waits for the auction,
 * and who asks for post-only asks for a place in the book of the venue.
 */
export function holdPolicy(ctx: EngineContext, order: Holdable): CrossingPolicy | undefined {
  const { account, type, timeInForce, postOnly } = order;
  if (!WAITING.includes(timeInForce) || isStopType(type) || postOnly === true) return undefined;
  const policy = ctx.state.crossing.policyOf(account);
  return policy.mode === 'OFF' ? undefined : policy;
}

/** Whether there is room for one more held order. */
export function mayHold(ctx: EngineContext): boolean {
  return ctx.state.held.size < (ctx.options.maxHeld ?? MAX_HELD);
}

/** Tells that an order went to the broker only because too many are held. */
export function tellCrowded(ctx: EngineContext, clOrdId: string, nowUs: number): void {
  const base = { type: 'CrossRefused', sequence: ctx.next(), us: nowUs } as const;
  ctx.commit({ ...base, clOrdId, contraId: '', code: 'RISK_CROSS_LIMIT', reason: 'too many orders are held' });
}

/** Holds a new order; in mode CROSS it is matched at once with what is held against it. */
export function hold(ctx: EngineContext, order: Order, policy: CrossingPolicy, nowUs: number): void {
  const { clOrdId } = order;
  ctx.commit({ type: 'Held', sequence: ctx.next(), us: nowUs, clOrdId, untilUs: nowUs + policy.holdUs });
  if (policy.mode === 'CROSS') crossInside(ctx, order, nowUs);
}

/**
 * New terms of a held order, changed on the spot: no broker knows of it. Another price or more of it costs the place in
 * time, as at a venue; the hold begins anew then, so that whoever is older is also released earlier.
 */
export function replaceHeld(
  ctx: EngineContext,
  order: Order,
  { commandId, contentHash, account, strategy, sentUs }: Origin,
  { quantity, price, instructions = NO_INSTRUCTIONS }: OrderTerms,
  reservePx: number,
  nowUs: number,
): HeldReplacedRecord {
  const idSequence = ctx.state.idSequence + 1;
  const younger = price !== order.state.price || quantity > order.state.quantity;
  const holdUs = ctx.state.crossing.policyOf(order.account).holdUs;
  const untilUs = younger ? nowUs + holdUs : order.heldUntilUs;
  const record: HeldReplacedRecord = {
    type: 'HeldReplaced',
    sequence: ctx.next(),
    us: nowUs,
    commandId,
    contentHash,
    account,
    strategy,
    sentUs,
    ...AFTER,
    clOrdId: order.clOrdId,
    replaceId: ctx.clOrdId(order.strategy, idSequence),
    idSequence,
    quantity,
    price,
    reservePx,
    untilUs,
    ...instructionUnits(instructions),
  };
  ctx.commit(record);
  return record;
}

/** In mode CROSS new terms are matched at once, like a new order. */
export function matchAgain(ctx: EngineContext, order: Order, nowUs: number): void {
  if (ctx.state.crossing.policyOf(order.account).mode === 'CROSS') crossInside(ctx, order, nowUs);
}

function tell(ctx: EngineContext, order: Order, { contra, why }: Uncrossed, nowUs: number): void {
  const { clOrdId } = order;
  const { code, reason } = why;
  const base = { type: 'CrossRefused', sequence: ctx.next(), us: nowUs } as const;
  ctx.commit({ ...base, clOrdId, contraId: contra.clOrdId, code, reason });
}

/** Sends what is left of a held order, unless it would trade with an own one at the venue. */
function release(ctx: EngineContext, order: Order, nowUs: number): void {
  const { account, strategy, adapter, instrument, state, clOrdId } = order;
  const { side, price } = state;
  const quantity = leavesOf(state);
  const incoming = { account, adapter, instrument, side, market: state.type === 'MARKET', price, quantity };
  const met = guard(ctx, incoming, nowUs);
  const origin = { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
  if (met?.denial !== undefined) requestCancel(ctx, order, 'self-trade', origin, nowUs);
  else {
    if (met !== undefined && met.quantity < quantity)
      replaceHeld(
        ctx,
        order,
        origin,
        { ...termsOf(state), quantity: state.cumQty + met.quantity },
        order.reservePx,
        nowUs,
      );
    const sequence = ctx.next();
    ctx.commit({ type: 'Released', sequence, us: nowUs, ...AFTER, clOrdId });
    ctx.out.effects.push({ kind: 'send', sequence, adapter, order: ctx.brokerOrder(order) });
  }
  if (met !== undefined) recordMeetings(ctx, met, order, '', nowUs);
}

function endHold(ctx: EngineContext, order: Order, nowUs: number): void {
  const { account, strategy } = order;
  // After a restart the switch may be latched and its cancels not made yet.
  if (ctx.state.risk.latch.blocks(account, strategy) !== undefined) {
    const origin = { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
    requestCancel(ctx, order, 'kill', origin, nowUs);
    return;
  }
  const uncrossed = crossInside(ctx, order, nowUs);
  if (order.heldPool === undefined) return;
  if (uncrossed !== undefined) tell(ctx, order, uncrossed, nowUs);
  release(ctx, order, nowUs);
}

/** Ends the holds that are due, of accounts that take orders now: crosses what can be, and sends the rest. */
export function releaseDue(ctx: EngineContext, nowUs: number): void {
  let released = 0;
  for (const account of ctx.state.held.accounts()) {
    if (ctx.modeOf(account.id) !== 'OPEN') continue;
    for (let order = account.first(); order !== undefined && order.heldUntilUs <= nowUs; order = account.first()) {
      if (released++ === MAX_RELEASED) return;
      endHold(ctx, order, nowUs);
    }
  }
}

/** The earlier of two times, where there are any. */
export function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

/** When the next hold ends, of accounts that take orders now. */
export function nextRelease(ctx: EngineContext): number | undefined {
  let next: number | undefined;
  if (ctx.state.held.size === 0) return next;
  for (const account of ctx.state.held.accounts()) {
    const order = ctx.modeOf(account.id) === 'OPEN' ? account.first() : undefined;
    if (order !== undefined && (next === undefined || order.heldUntilUs < next)) next = order.heldUntilUs;
  }
  return next;
}
