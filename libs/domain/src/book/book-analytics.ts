import { DomainError } from '../result.js';
import type { Side } from '../order/order.js';
import { Wide } from '../wide.js';
import type { BookSideView, BookView } from './book-view.js';

/**
 * Price between best bid and best ask, in price units with a fraction, nearer to the side with the smaller quantity:
 * (bid x askQuantity + ask x bidQuantity) / (bidQuantity + askQuantity), the microprice of Cartea, Jaimungal and Penalva,
 * Algorithmic and High-Frequency Trading (2015). A signal, no exact number. Undefined while a side is empty.
 */
export function microprice({ bids, asks }: BookView): number | undefined {
  const bidQuantity = bids.bestQuantity;
  const askQuantity = asks.bestQuantity;
  if (bidQuantity === 0 || askQuantity === 0) return undefined;
  const bid = bids.bestPrice;
  return bid + (asks.bestPrice - bid) * (bidQuantity / (bidQuantity + askQuantity));
}

/**
 * (bids - asks) / (bids + asks) of the quantities in the best `depth` levels of each side (at least 1), from -1 (asks only) to
 * 1: the order imbalance of the same book. Undefined while both sides are empty.
 */
export function bookImbalance(book: BookView, depth = 1): number | undefined {
  const bids = depth === 1 ? book.bids.bestQuantity : sumOf(book.bids, depth);
  const asks = depth === 1 ? book.asks.bestQuantity : sumOf(book.asks, depth);
  return bids + asks === 0 ? undefined : (bids - asks) / (bids + asks);
}

function sumOf(side: BookSideView, depth: number): number {
  let sum = 0;
  side.walk(depth, (_, quantity) => {
    sum += quantity;
  });
  return sum;
}

/**
 * Quantity that an order of `side` finds at `limit` (price units) or better, exactly. Infinity when it exceeds 2^53, which no
 * order does.
 */
export function depthTo(book: BookView, side: Side, limit: number): number {
  let sum = 0;
  oppositeOf(book, side).walk(Infinity, (price, quantity) => {
    if (side === 'BUY' ? price > limit : price < limit) return false;
    sum += quantity;
    return sum <= Number.MAX_SAFE_INTEGER;
  });
  return sum <= Number.MAX_SAFE_INTEGER ? sum : Infinity;
}

/** What an order would get out of a book as it stands. */
export interface Sweep {
  /** Quantity that is there, at most the one asked for. */
  readonly quantity: number;
  /** Sum of price x quantity, exact; its average is averagePriceText(notional, quantity, priceScale). */
  readonly notional: bigint;
  /** Price of the last level that is taken; 0 when nothing is. */
  readonly worstPrice: number;
  /** Levels that are taken, the last perhaps in part. */
  readonly levels: number;
}

/**
 * What an order of `side` for `quantity` units (0 to 2^50) would get now, up to `limit` if there is one: hidden quantities and
 * what others do meanwhile are not known. Throws NUMBER_RANGE.
 */
export function sweepBook(book: BookView, side: Side, quantity: number, limit?: number): Sweep {
  if (!Number.isSafeInteger(quantity) || quantity < 0)
    throw new DomainError({
      code: 'NUMBER_RANGE',
      message: 'the quantity to take out of a book is a whole number of units',
      details: { quantity },
    });
  const notional = new Wide();
  let left = quantity;
  let worstPrice = 0;
  let levels = 0;
  oppositeOf(book, side).walk(Infinity, (price, available) => {
    if (left === 0 || (limit !== undefined && (side === 'BUY' ? price > limit : price < limit))) return false;
    const taken = Math.min(left, available);
    notional.addProduct(price, taken);
    left -= taken;
    worstPrice = price;
    levels++;
    return true;
  });
  return { quantity: quantity - left, notional: notional.toBigInt(), worstPrice, levels };
}

/** The side that an order trades with. */
const oppositeOf = (book: BookView, side: Side): BookSideView => (side === 'BUY' ? book.asks : book.bids);
