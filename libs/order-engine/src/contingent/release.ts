import { hasLimitPrice, hasPending, isStopType, riskNotional, termsOf } from '@bourseworks/domain';
import type { Denial, EngineContext } from '../context.js';
import { replaceHeld } from '../crossing/hold.js';
import { denialFields } from '../events.js';
import type { Order } from '../order.js';
import { checkReduceOnly } from '../reduce-only.js';
import { requestCancel, requestReplace } from '../requests.js';
import { guard, guardExit, guardReplace, recordMeetings, type SelfTradeVerdict } from '../self-trade/guard.js';
import { arm } from '../trigger/arm.js';
import { isHeldStop } from '../trigger/held-stop.js';
import { retryPause } from './apply-list.js';
import type { ListLeg } from './order-list.js';
import { addedReservation } from './reservation.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** A change that nobody commanded. */
export function ofList(order: Pick<Order, 'account' | 'strategy'>, nowUs: number) {
  const { account, strategy } = order;
  return { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
}

/** Asks for the cancel of an order that its list needs no more; one that was not sent is cancelled on the spot. */
export function cancelForList(ctx: EngineContext, order: Order, nowUs: number): void {
  if (!hasPending(order.state, 'Cancel')) requestCancel(ctx, order, 'list', ofList(order, nowUs), nowUs);
}

/** Risk of an order of a list that is to have `quantity` in all, with what that reserves beyond what is reserved. */
function checkSize(
  ctx: EngineContext,
  order: Order,
  leg: ListLeg,
  quantity: number,
  reservePx: number,
  nowUs: number,
): Denial | undefined {
  const { path, state, instrument, account, strategy } = order;
  const { side, price } = state;
  const open = Math.max(0, quantity - state.cumQty);
  const notional = riskNotional(instrument, reservePx, open);
  const added = addedReservation(leg, open - order.neededQty, notional - order.neededNotional);
  const { stopPrice, trailBy } = state.instructions;
  const request = {
    path,
    side,
    market: !hasLimitPrice(state.type),
    quantity,
    price,
    stopPrice,
    trailBy,
    addedQuantity: added.quantity,
    addedNotional: added.notional,
    addedOrders: order.waiting ? (1 as const) : (0 as const),
  };
  const denied = ctx.state.risk.check(request, nowUs, !order.waiting, true);
  if (denied !== undefined) return denialFields(denied);
  if (!order.reduceOnly) return undefined;
  const reducer = { account, strategy, instrument: instrument.key, side };
  return checkReduceOnly(ctx.state, reducer, added.quantity, 0, instrument.qtyScale);
}

/** Writes down that risk denied what a list asked for; when it is tried again. */
function deny(ctx: EngineContext, leg: ListLeg, order: Order, why: Denial, nowUs: number): void {
  ctx.commit({
    type: 'ListDenied',
    sequence: ctx.next(),
    us: nowUs,
    listId: leg.list.id,
    leg: leg.index,
    clOrdId: order.clOrdId,
    ...why,
    retryUs: nowUs + retryPause(leg.denials),
  });
}

/** Denied in this very decision: what else it changes about the list is no reason to ask again. */
export const isPaused = (leg: ListLeg, nowUs: number): boolean => leg.denials > 0 && nowUs <= leg.deniedUs;

function reservePrice(ctx: EngineContext, { path, state }: Order): number {
  const { side, type, price, instructions } = state;
  return ctx.state.risk.reservePrice(
    path,
    side,
    !hasLimitPrice(type),
    price,
    instructions.stopPrice,
    instructions.trailBy,
  );
}

/** A stop meets nobody before its trigger, and one that the OMS holds is looked at then. */
function meets(
  ctx: EngineContext,
  leg: ListLeg,
  order: Order,
  quantity: number,
  nowUs: number,
): SelfTradeVerdict | undefined {
  const { account, adapter, instrument, state } = order;
  const { side, price, type } = state;
  if (isStopType(type)) return undefined;
  const incoming = { account, adapter, instrument, side, market: type === 'MARKET', price, quantity };
  return leg.isEntry ? guard(ctx, incoming, nowUs) : guardExit(ctx, incoming, nowUs);
}

/**
 * Sends an order that waited, with this quantity. Risk is asked as of any other order; denied, it goes on waiting, but an
 * entry that cannot go out now ends its list.
 */
export function release(ctx: EngineContext, leg: ListLeg, order: Order, quantity: number, nowUs: number): void {
  if (isPaused(leg, nowUs)) return;
  const reservePx = reservePrice(ctx, order);
  const why = checkSize(ctx, order, leg, quantity, reservePx, nowUs);
  if (why !== undefined) {
    deny(ctx, leg, order, why, nowUs);
    if (leg.isEntry) cancelForList(ctx, order, nowUs);
    return;
  }
  const { state } = order;
  const met = meets(ctx, leg, order, quantity, nowUs);
  if (met?.denial !== undefined) {
    // An exit is needed whatever it would meet: it waits until that is gone.
    if (leg.isEntry) requestCancel(ctx, order, 'self-trade', ofList(order, nowUs), nowUs);
    else deny(ctx, leg, order, met.denial, nowUs);
  } else {
    const total = met === undefined ? quantity : Math.min(quantity, met.quantity);
    if (total !== state.quantity || reservePx !== order.reservePx)
      replaceHeld(ctx, order, ofList(order, nowUs), { ...termsOf(state), quantity: total }, reservePx, nowUs);
    if (isHeldStop(ctx, order)) arm(ctx, order, nowUs);
    else send(ctx, order, nowUs);
  }
  if (met !== undefined) recordMeetings(ctx, met, order, leg.list.commandId, nowUs);
}

function send(ctx: EngineContext, order: Order, nowUs: number): void {
  const { adapter, clOrdId } = order;
  const sequence = ctx.next();
  ctx.commit({ type: 'Released', sequence, us: nowUs, ...AFTER, clOrdId });
  ctx.out.effects.push({ kind: 'send', sequence, adapter, order: ctx.brokerOrder(order) });
}

/** Asks the venue for another quantity of a working order; more of it passes risk like a new order. */
export function resize(ctx: EngineContext, leg: ListLeg, order: Order, quantity: number, nowUs: number): void {
  const terms = { ...termsOf(order.state), quantity };
  if (quantity > order.state.quantity) {
    if (isPaused(leg, nowUs)) return;
    const why = checkSize(ctx, order, leg, quantity, order.reservePx, nowUs);
    if (why !== undefined) return deny(ctx, leg, order, why, nowUs);
    if (order.trigger !== undefined)
      return void replaceHeld(ctx, order, ofList(order, nowUs), terms, order.reservePx, nowUs);
    const met = guardReplace(ctx, order, terms, nowUs);
    if (met?.denial !== undefined) {
      deny(ctx, leg, order, met.denial, nowUs);
      return recordMeetings(ctx, met, order, leg.list.commandId, nowUs);
    }
    requestReplace(ctx, order, ofList(order, nowUs), terms, order.reservePx, nowUs);
    if (met !== undefined) recordMeetings(ctx, met, order, leg.list.commandId, nowUs);
    return;
  }
  if (order.trigger === undefined) requestReplace(ctx, order, ofList(order, nowUs), terms, order.reservePx, nowUs);
  else replaceHeld(ctx, order, ofList(order, nowUs), terms, order.reservePx, nowUs);
}
