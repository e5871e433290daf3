import {
  awaitsTrigger,
  hasLimitPrice,
  hasPending,
  isClosed,
  neverHeard,
  type ExecutionReport,
} from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { EngineContext } from './context.js';
import { wholeState } from './crossing/broker-terms.js';
import { commitContra } from './crossing/match.js';
import type { Order } from './order.js';
import { takeReport } from './report.js';
import { reachOf } from './self-trade/own-side.js';
import { AS_THEY_ARE, isNews, termsInForce } from './terms-in-force.js';
import { arm } from './trigger/arm.js';
import { isHeldStop } from './trigger/held-stop.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

function makeUnknown(ctx: EngineContext, order: Order, reason: string, nowUs: number): void {
  ctx.commit({ type: 'Unknown', sequence: ctx.next(), us: nowUs, ...AFTER, clOrdId: order.clOrdId, reason });
}

/** A stop that its venue lacks, which is therefore held, but of which the journal does not say so. */
const isRawStop = (ctx: EngineContext, order: Order): boolean => !order.isHeldStop && isHeldStop(ctx, order);

/** The journal ends between the Intent of a stop that is held and what says that it is: it never left. */
function wasCut(ctx: EngineContext, order: Order): boolean {
  return order.sendSequence === ctx.state.cutSequence && order.state.local === 'Intent' && isRawStop(ctx, order);
}

/**
 * After a restart, nobody knows what became of what was in flight. The accounts concerned take cancels only. What is parked
 * now was held inside: it never left, and goes on being held.
 */
export function markUnknown(ctx: EngineContext, nowUs: number): void {
  commitContra(ctx, nowUs);
  for (const order of ctx.state.open)
    if (order.isUnanswered && !ctx.state.isParked(order)) {
      if (wasCut(ctx, order)) arm(ctx, order, nowUs);
      else makeUnknown(ctx, order, 'restarted before the broker answered', nowUs);
    }
  for (const order of ctx.state.open) if (order.state.local === 'Unknown') ctx.intake.set(order.account, 'RECONCILING');
}

/** The link to a broker is lost: what it was sent and has not answered is unknown. Parked sends are not sent yet. */
export function linkLost(ctx: EngineContext, adapter: string, reason: string, nowUs: number): void {
  for (const order of ctx.state.open) {
    if (order.adapter === adapter && order.isUnanswered && !ctx.state.isParked(order))
      makeUnknown(ctx, order, reason, nowUs);
  }
}

/** No answer came to what was sent before `beforeUs`: a timeout is never a reject. */
export function timedOut(ctx: EngineContext, beforeUs: number, nowUs: number): void {
  for (const order of ctx.state.open) {
    if ((order.lastEvent?.us ?? 0) >= beforeUs || !order.isUnanswered || ctx.state.isParked(order)) continue;
    makeUnknown(ctx, order, 'the broker did not answer in time', nowUs);
  }
}

/** Price for a filled quantity of which no execution is known: the limit, else the trigger, else the market, else 0. */
function adjustPrice(order: Order): number {
  const { state, path } = order;
  return state.price || state.instructions.stopPrice || path.reference.mark();
}

/**
 * Brings an order to what the broker states. Known executions are skipped; a filled quantity beyond them becomes an explicit
 * adjustment with an alarm; an order that the broker does not know was not received (or is gone) and is closed. One that is
 * closed here is opened again only where the caller made sure that the answer is the newer one.
 */
export function reconcileWith(
  ctx: EngineContext,
  order: Order,
  stated: BrokerOrderState | 'not-found',
  fills: readonly ExecutionReport[],
  nowUs: number,
  closed: 'stays' | 'reopen' = 'stays',
): void {
  // No broker knows of an order that is held.
  if (order.staysInside) return;
  for (const fill of fills) takeReport(ctx, order.adapter, fill, nowUs);
  const { state } = order;
  const found = stated === 'not-found' ? stated : wholeState(order, stated);
  if (found === 'not-found') {
    const base = { type: 'Reconciled', sequence: ctx.next(), us: nowUs, ...AFTER, clOrdId: order.clOrdId } as const;
    const nothing = { venueOrderId: '', quantity: 0, adjustQty: 0, adjustPx: 0, missingQty: 0, ...AS_THEY_ARE };
    if (!isClosed(state))
      ctx.commit({ ...base, ...nothing, found: false, open: false, reason: 'not received by the broker' });
    return;
  }
  // It was asked about while it was open, so the reports that closed it are newer than this answer; unless it was not.
  if (found.open && isClosed(state) && closed === 'stays') return;
  const difference = found.cumQty - state.cumQty;
  const adjustQty = Math.max(0, difference);
  const total = found.cumQty + found.leavesQty;
  const quantity = found.open && total !== state.quantity && total > 0 ? total : 0;
  const terms = termsInForce(ctx, order, found);
  // Nothing new: an order that is as the broker has it leaves no record.
  const same = difference === 0 && quantity === 0 && !isNews(order, terms);
  const agreed = same && state.local === 'Acknowledged' && state.pending.length === 0;
  if (agreed && found.open === !isClosed(state)) return;
  ctx.commit({
    type: 'Reconciled',
    sequence: ctx.next(),
    us: nowUs,
    ...AFTER,
    clOrdId: order.clOrdId,
    found: true,
    open: found.open,
    venueOrderId: found.venueOrderId,
    quantity,
    adjustQty,
    adjustPx: adjustQty > 0 ? adjustPrice(order) : 0,
    missingQty: Math.max(0, -difference),
    reason: found.open ? 'open at the broker' : 'closed at the broker',
    ...terms,
  });
}

/** Whether an order would meet an own one at the venue: it would now be the newer of the two. */
function meetsOwn(ctx: EngineContext, { ownBook, state, account }: Order): boolean {
  // Nothing takes from the book before its trigger, or as post-only.
  if (awaitsTrigger(state) || state.instructions.postOnly) return false;
  const reach = reachOf(state.side, !hasLimitPrice(state.type), state.price);
  return ctx.state.selfTrade.modeOf(account) !== 'OFF' && ownBook.opposite(state.side).isReached(reach);
}

/** Sends an order of unknown outcome again, under its own id, where the venue refuses a second one of the same id. */
export function sendAgain(ctx: EngineContext, order: Order, nowUs: number): void {
  const { state } = order;
  const route = ctx.options.routes.find(order.instrument.venue, order.adapter);
  if (!route.ok || !route.value.capabilities.uniqueClOrdId) return;
  const filled = state.cumQty > state.internalQty;
  if (state.local !== 'Unknown' || !neverHeard(state) || filled || hasPending(state, 'Cancel')) return;
  if (ctx.state.risk.latch.blocks(order.account, order.strategy) !== undefined) return;
  // Earlier releases took a stop that was cut by a crash for one that was sent: its venue does not know the type.
  if (meetsOwn(ctx, order) || isRawStop(ctx, order)) return;
  const sequence = ctx.next();
  ctx.commit({ type: 'Resent', sequence, us: nowUs, ...AFTER, clOrdId: order.clOrdId });
  ctx.out.effects.push({ kind: 'send', sequence, adapter: order.adapter, order: ctx.brokerOrder(order) });
}
