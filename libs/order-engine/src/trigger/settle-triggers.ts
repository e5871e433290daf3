import { leavesOf, termsOf } from '@bourseworks/domain';
import type { ReferencePrice } from '@bourseworks/risk';
import type { EngineContext } from '../context.js';
import { ofList } from '../contingent/release.js';
import { replaceHeld } from '../crossing/hold.js';
import type { Order } from '../order.js';
import { stillReducible } from '../reduce-only.js';
import { requestCancel } from '../requests.js';
import { recordMeetings } from '../self-trade/guard.js';
import { makeWay, mayGo, nextRetryUs } from './held-back.js';
import type { TriggerBook } from './trigger-book.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** A price older than this triggers nothing, microseconds. */
const MAX_AGE_US = 5_000_000;
/** Records after which a decision triggers no more: they must find room in the journal. The rest is due at once. */
const MAX_RECORDS = 500;

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
 * Sends a stop whose market reached its trigger. Its capacity is reserved since it was armed, and it passed risk then. What
 * it would meet of our own is cancelled, and waited for. One that may only reduce is for no more than is held now, and is
 * cancelled where that is nothing. That of a bracket ends the entry. False: it stays held.
 */
function fire(ctx: EngineContext, order: Order, marketPx: number, nowUs: number): boolean {
  const { adapter, state, clOrdId } = order;
  if (!mayGo(ctx, order)) return false;
  const quantity = order.reduceOnly ? stillReducible(ctx.state, order) : leavesOf(state);
  if (quantity === 0) {
    requestCancel(ctx, order, 'reduce-only', ofList(order, nowUs), nowUs);
    return true;
  }
  const met = makeWay(ctx, order, quantity, marketPx, nowUs);
  if (met === false) return false;
  if (quantity < leavesOf(state)) {
    const terms = { ...termsOf(state), quantity: state.cumQty + quantity };
    replaceHeld(ctx, order, ofList(order, nowUs), terms, order.reservePx, nowUs);
  }
  const sequence = ctx.next();
  ctx.state.heldBack.delete(order);
  ctx.commit({ type: 'Triggered', sequence, us: nowUs, ...AFTER, clOrdId, marketPx });
  ctx.out.effects.push({ kind: 'send', sequence, adapter, order: ctx.brokerOrder(order) });
  if (met !== true) recordMeetings(ctx, met, order, order.commandId, nowUs);
  return true;
}

/** Until the decision has this many records. */
function settleBook(ctx: EngineContext, book: TriggerBook, nowUs: number, full: number): void {
  const reference = ctx.state.risk.tree.reference(book.instrument);
  const prices = triggerPrices(reference, ctx.options.stopTrigger ?? 'QUOTE', nowUs);
  if (prices === undefined) return;
  const { out } = ctx;
  const { heldBack } = ctx.state;
  for (const [side, price] of [
    [book.sells, prices.sell],
    [book.buys, prices.buy],
  ] as const) {
    for (
      let order = side.trailing(price);
      order !== undefined && out.records.length < full;
      order = side.trailing(price)
    )
      trail(ctx, order, price, nowUs);
    const back: Order[] = [];
    // What is held back costs no record: it must not keep those behind it from being reached.
    for (
      let order = side.reached(price);
      order !== undefined && out.records.length < full;
      order = side.reached(price)
    ) {
      if (!heldBack.has(order) && fire(ctx, order, price, nowUs)) continue;
      back.push(order);
      side.setAside();
    }
    for (const order of back) side.putBack(order);
  }
}

/** Moves trailing triggers, and sends what its market has reached: a part of every decision, where a price asks for it. */
export function settleTriggers(ctx: EngineContext, nowUs: number): void {
  const { heldBack, triggers } = ctx.state;
  const { records } = ctx.out;
  const full = records.length + MAX_RECORDS;
  if (heldBack.size > 0)
    for (const [order, { marketPx }] of heldBack) {
      if (records.length >= full) return triggers.touch(order);
      fire(ctx, order, marketPx, nowUs);
    }
  for (const book of triggers.due) {
    if (records.length >= full) return;
    triggers.due.delete(book);
    settleBook(ctx, book, nowUs, full);
    if (records.length >= full) triggers.due.add(book);
  }
}

/** When `settleTriggers` is due without a price, microseconds; 0 = now. */
export function nextTriggerUs(ctx: EngineContext): number | undefined {
  return ctx.state.triggers.due.size > 0 ? 0 : nextRetryUs(ctx);
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
