import { hasPending, leavesOf, type Instrument } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import type { Order } from '../order.js';
import { makeOrder } from './make-order.js';
import type { ListLeg } from './order-list.js';
import { cancelForList, isPaused, release, resize } from './release.js';
import { isInVain, openTarget } from './sizes.js';

/** Changes that a venue may refuse in a row before no more are asked of it until something else happens. */
export const MAX_REFUSALS = 3;
/** After so many refused replaces, an order is cancelled instead and the rest sent anew. */
const MAX_REPLACE_REFUSALS = 2;
/** Orders made for one place in a list: a venue without replace takes one for every partial fill. */
export const MAX_MADE = 1_000;

/** What an order will have open once its requests in flight are carried out. */
function expectedLeaves({ state }: Order): number {
  if (hasPending(state, 'Cancel')) return 0;
  let quantity = state.quantity;
  for (const request of state.pending) if (request.kind === 'Replace') quantity = request.quantity;
  return state.pending.length === 0 ? leavesOf(state) : Math.max(0, quantity - state.cumQty);
}

/** The broker has the order and has answered all that was asked about it. */
const isAtRest = ({ state, trigger }: Order): boolean =>
  trigger !== undefined || (state.local === 'Acknowledged' && state.pending.length === 0);

function isReplaceable(ctx: EngineContext, { leg, state, adapter, instrument, trigger }: Order): boolean {
  if (trigger !== undefined) return true;
  if (state.type === 'MARKET' || state.timeInForce === 'IOC' || state.timeInForce === 'FOK') return false;
  if ((leg?.refusals ?? 0) >= MAX_REPLACE_REFUSALS) return false;
  const route = ctx.options.routes.find(instrument.venue, adapter);
  return route.ok && route.value.capabilities.replace;
}

const toLot = (quantity: number, { lotSize }: Instrument): number => quantity - (quantity % lotSize);

/** Newest first: makes working orders smaller, or cancels them, until no more than `target` is open. */
function reduce(ctx: EngineContext, leg: ListLeg, working: readonly Order[], target: number, nowUs: number): void {
  let excess = working.reduce((sum, order) => sum + expectedLeaves(order), 0) - target;
  for (let at = working.length - 1; at >= 0 && excess > 0; at--) {
    const order = working[at];
    const leaves = expectedLeaves(order);
    if (leaves === 0) continue;
    const left = leaves - excess;
    excess -= leaves;
    if (left <= 0) {
      cancelForList(ctx, order, nowUs);
      continue;
    }
    // What is in flight is waited for: its answer settles the list again.
    if (!isAtRest(order)) continue;
    const quantity = order.state.cumQty + left;
    if (isReplaceable(ctx, order) && quantity - order.state.internalQty >= order.instrument.minQuantity)
      resize(ctx, leg, order, quantity, nowUs);
    else cancelForList(ctx, order, nowUs);
  }
}

/** Opens `missing` more: by making a working order larger where the venue can, else by a further order. */
function enlarge(ctx: EngineContext, leg: ListLeg, working: readonly Order[], missing: number, nowUs: number): void {
  if (isPaused(leg, nowUs) || !working.every(isAtRest)) return;
  const newest = working.at(-1);
  if (newest !== undefined && isReplaceable(ctx, newest)) {
    const { maxQuantity } = newest.instrument;
    const quantity = Math.min(newest.state.quantity + missing, toLot(maxQuantity, newest.instrument));
    if (quantity > newest.state.quantity) return resize(ctx, leg, newest, quantity, nowUs);
  }
  const instrument = ctx.state.instruments.get(leg.terms.instrument);
  if (instrument === undefined || missing < instrument.minQuantity || leg.made >= MAX_MADE) return;
  makeOrder(ctx, leg, Math.min(missing, toLot(instrument.maxQuantity, instrument)), nowUs);
}

/**
 * One step of a leg towards what is to be open of it. Nothing is asked twice: what is in flight counts as done where that
 * opens less, and is waited for where more would be opened.
 */
export function settleLeg(ctx: EngineContext, leg: ListLeg, nowUs: number): void {
  if (leg.refusals >= MAX_REFUSALS) return;
  const { list } = leg;
  const instrument = ctx.state.instruments.get(leg.terms.instrument);
  if (instrument === undefined) return;
  const target = toLot(openTarget(list, leg), instrument);
  const waiting = leg.open.find((order) => order.waiting);
  const working = leg.open.filter((order) => !order.waiting);
  const open = working.reduce((sum, order) => sum + expectedLeaves(order), 0);
  if (open > target) reduce(ctx, leg, working, target, nowUs);
  if (waiting !== undefined) {
    const due = Math.min(target - open, toLot(instrument.maxQuantity, instrument));
    if (isInVain(list, leg)) cancelForList(ctx, waiting, nowUs);
    else if (due >= instrument.minQuantity && due > 0 && working.every(isAtRest))
      release(ctx, leg, waiting, due, nowUs);
    return;
  }
  if (open < target && leg.ended === '') enlarge(ctx, leg, working, target - open, nowUs);
}
