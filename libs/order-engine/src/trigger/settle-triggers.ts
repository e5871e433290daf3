import { leavesOf, termsOf } from '@bourseworks/domain';
import type { ReferencePrice } from '@bourseworks/risk';
import type { EngineContext } from '../context.js';
import { cancelForList, ofList } from '../contingent/release.js';
import { replaceHeld } from '../crossing/hold.js';
import type { Order } from '../order.js';
import { stillReducible } from '../reduce-only.js';
import { requestCancel } from '../requests.js';
import { guard, recordMeetings } from '../self-trade/guard.js';
import { firedType } from './held-stop.js';
import type { TriggerBook } from './trigger-book.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** A price older than this triggers nothing, microseconds. */
const MAX_AGE_US = 5_000_000;
/** Pause after self-trade prevention held a triggered stop back, microseconds: each attempt is told. */
const RETRY_US = 100_000;
/** Orders triggered, and triggers moved, in one decision: its records must find room in the journal. The rest is due at once. */
const MAX_STEPS = 500;

/** By which price stops that the OMS holds are triggered. */
export const STOP_TRIGGERS = ['QUOTE', 'LAST'] as const;
export type StopTrigger = (typeof STOP_TRIGGERS)[number];

/**
 * Prices that sales and buys are triggered by; undefined while the market is not to be believed: halted, a book with a gap,
 * one side missing, locked or crossed, or nothing new for a while.
 */
export function triggerPrices(
  reference: ReferencePrice,
  by: StopTrigger,
  nowUs: number,
): { readonly sell: number; readonly buy: number } | undefined {
  const { bid, ask, last, halted, gapped, quoteUs, us } = reference;
  if (halted || gapped) return undefined;
  if (by === 'LAST') return last > 0 && nowUs - us <= MAX_AGE_US ? { sell: last, buy: last } : undefined;
  if (bid <= 0 || ask <= 0 || bid >= ask || nowUs - quoteUs > MAX_AGE_US) return undefined;
  return { sell: bid, buy: ask };
}

function trail(ctx: EngineContext, order: Order, price: number, nowUs: number): void {
  const { clOrdId, trigger, state } = order;
  const sign = state.side === 'SELL' ? 1 : -1;
  const { trailBy, stopPrice } = state.instructions;
  const moved = Math.max(1, price - sign * trailBy);
  const known = trigger?.triggerPx ?? stopPrice;
  // It never moves away from the market.
  const triggerPx = known === 0 || sign * (moved - known) > 0 ? moved : known;
  ctx.commit({ type: 'Trailed', sequence: ctx.next(), us: nowUs, clOrdId, triggerPx, bestPx: price });
}

/**
 * Sends a stop whose market reached its trigger. Its capacity is reserved since it was armed, and it passed risk then; what
 * it would meet of our own it waits for. One that may only reduce is for no more than is held now, and is cancelled where
 * that is nothing. That of a bracket ends the entry: nothing more is wanted of that. False: it stays held.
 */
function fire(ctx: EngineContext, order: Order, marketPx: number, nowUs: number): boolean {
  const { account, strategy, adapter, instrument, state, clOrdId, leg } = order;
  if (ctx.modeOf(account) !== 'OPEN' || ctx.state.risk.latch.blocks(account, strategy) !== undefined) return false;
  const waited = ctx.state.heldBack.get(order);
  if (waited !== undefined && nowUs - waited < RETRY_US) return false;
  const quantity = order.reduceOnly ? stillReducible(ctx.state, order) : leavesOf(state);
  if (quantity === 0) {
    requestCancel(ctx, order, 'reduce-only', ofList(order, nowUs), nowUs);
    return true;
  }
  if (leg?.terms.role === 'STOP_LOSS')
    for (const entry of leg.list.entry?.open.slice() ?? []) cancelForList(ctx, entry, nowUs);
  const { side, price } = state;
  const market = firedType(state.type) === 'MARKET';
  const met = guard(ctx, { account, adapter, instrument, side, market, price, quantity }, nowUs);
  if (met?.denial !== undefined || (met !== undefined && met.quantity < quantity)) {
    ctx.state.heldBack.set(order, nowUs);
    recordMeetings(ctx, met, order, order.commandId, nowUs);
    return false;
  }
  if (quantity < leavesOf(state))
    replaceHeld(
      ctx,
      order,
      ofList(order, nowUs),
      { ...termsOf(state), quantity: state.cumQty + quantity },
      order.reservePx,
      nowUs,
    );
  const sequence = ctx.next();
  ctx.state.heldBack.delete(order);
  ctx.commit({ type: 'Triggered', sequence, us: nowUs, ...AFTER, clOrdId, marketPx });
  ctx.out.effects.push({ kind: 'send', sequence, adapter, order: ctx.brokerOrder(order) });
  if (met !== undefined) recordMeetings(ctx, met, order, order.commandId, nowUs);
  return true;
}

function settleBook(ctx: EngineContext, book: TriggerBook, nowUs: number, room: number): number {
  const reference = ctx.state.risk.tree.reference(book.instrument);
  const prices = triggerPrices(reference, ctx.options.stopTrigger ?? 'QUOTE', nowUs);
  if (prices === undefined) return 0;
  let steps = 0;
  for (const [side, price] of [
    [book.sells, prices.sell],
    [book.buys, prices.buy],
  ] as const) {
    for (let order = side.trailing(price); order !== undefined && steps < room; order = side.trailing(price), steps++)
      trail(ctx, order, price, nowUs);
    const back: Order[] = [];
    for (let order = side.reached(price); order !== undefined && steps < room; order = side.reached(price), steps++) {
      if (fire(ctx, order, price, nowUs)) continue;
      back.push(order);
      side.setAside();
    }
    for (const order of back) side.putBack(order);
  }
  return steps;
}

/** Moves trailing triggers, and sends what its market has reached: a part of every decision, where a price asks for it. */
export function settleTriggers(ctx: EngineContext, nowUs: number): void {
  let room = MAX_STEPS;
  for (const book of ctx.state.triggers.due) {
    if (room <= 0) return;
    ctx.state.triggers.due.delete(book);
    room -= settleBook(ctx, book, nowUs, room);
  }
}

/** After a price: whether anything is due in its market. O(1). */
export function noteMark(ctx: EngineContext, instrumentKey: string, us: number): boolean {
  const book = ctx.state.triggers.find(instrumentKey);
  if (book === undefined) return false;
  const reference = ctx.state.risk.tree.reference(book.instrument);
  const prices = triggerPrices(reference, ctx.options.stopTrigger ?? 'QUOTE', us);
  if (prices === undefined) return false;
  const { sells, buys } = book;
  const isDue =
    sells.reached(prices.sell) ?? sells.trailing(prices.sell) ?? buys.reached(prices.buy) ?? buys.trailing(prices.buy);
  if (isDue === undefined) return false;
  ctx.state.triggers.due.add(book);
  return true;
}
