import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_UNITS } from '../brand.js';
import type { BookLevel } from '../market-data.js';
import { averagePriceText } from '../order/average-price.js';
import { bookImbalance, depthTo, microprice, sweepBook } from './book-analytics.js';
import { OrderBook } from './order-book.js';

const quantities = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: MAX_UNITS }));
/** Best first. */
const side = (sign: 1 | -1): fc.Arbitrary<BookLevel[]> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 }), quantities), { selector: ([price]) => price, maxLength: 15 })
    .map((levels) => levels.map(([price, quantity]): BookLevel => [price + (sign > 0 ? 0 : 40), quantity]))
    .map((levels) => levels.toSorted((a, b) => (b[0] - a[0]) * sign));
const sides = fc.tuple(side(1), side(-1));

function bookOf(bids: readonly BookLevel[], asks: readonly BookLevel[]): OrderBook {
  const book = new OrderBook();
  book.applySnapshot({ kind: 'book-snapshot', us: 1, ns: 0, venueSequence: 1, bids, asks });
  return book;
}

/** Every unit up to the limit, oldest level first: [price, quantity taken]. */
function taken(levels: readonly BookLevel[], wanted: number, good: (price: number) => boolean): BookLevel[] {
  let left = wanted;
  return levels
    .filter(([price]) => good(price))
    .map(([price, quantity]): BookLevel => {
      const part = Math.min(left, quantity);
      left -= part;
      return [price, part];
    })
    .filter(([, quantity]) => quantity > 0);
}

describe('what is worked out from a book', () => {
  it('of two best levels: the price nearer to the smaller, and how far they are from even', () => {
    const book = bookOf([[100, 30]], [[104, 10]]);
    expect([microprice(book), bookImbalance(book)]).toEqual([103, 0.5]);
    expect(bookImbalance(bookOf([[100, 30]], []))).toBe(1);
    expect(bookImbalance(bookOf([], [[1, 1]]))).toBe(-1);
  });

  it('is not there where there is nothing', () => {
    const empty = bookOf([], []);
    expect([microprice(empty), bookImbalance(empty), bookImbalance(empty, 5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(microprice(bookOf([[1, 1]], []))).toBeUndefined();
    expect(depthTo(empty, 'BUY', 1e9)).toBe(0);
    expect(sweepBook(empty, 'SELL', 5)).toEqual({ quantity: 0, notional: 0n, worstPrice: 0, levels: 0 });
  });

  it('agrees with the formulas over all levels', () => {
    fc.assert(
      fc.property(sides, fc.integer({ min: 1, max: 20 }), ([bids, asks], depth) => {
        const book = bookOf(bids, asks);
        const sum = (levels: readonly BookLevel[]): bigint =>
          levels.slice(0, depth).reduce((total, [, quantity]) => total + BigInt(quantity), 0n);
        const all = sum(bids) + sum(asks);
        const imbalance = bookImbalance(book, depth);
        if (all === 0n) expect(imbalance).toBeUndefined();
        else expect(imbalance).toBeCloseTo(Number(((sum(bids) - sum(asks)) * 10n ** 15n) / all) / 1e15, 12);
        if (bids.length === 0 || asks.length === 0) return;
        const [[bid, bidQuantity], [ask, askQuantity]] = [bids[0], asks[0]];
        const price = BigInt(bid) * BigInt(askQuantity) + BigInt(ask) * BigInt(bidQuantity);
        const exact = (price * 10n ** 12n) / BigInt(bidQuantity + askQuantity);
        expect(microprice(book)).toBeCloseTo(Number(exact) / 1e12, 9);
      }),
    );
  });

  it('takes for an order what a plain walk through the levels takes', () => {
    const wanted = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: MAX_UNITS }));
    const limits = fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined });
    fc.assert(
      fc.property(sides, wanted, limits, fc.constantFrom('BUY', 'SELL'), ([bids, asks], quantity, limit, buySell) => {
        const book = bookOf(bids, asks);
        const levels = buySell === 'BUY' ? asks : bids;
        const good = (price: number): boolean =>
          limit === undefined || (buySell === 'BUY' ? price <= limit : price >= limit);
        const parts = taken(levels, quantity, good);
        expect(sweepBook(book, buySell, quantity, limit)).toEqual({
          quantity: parts.reduce((sum, [, part]) => sum + part, 0),
          notional: parts.reduce((sum, [price, part]) => sum + BigInt(price) * BigInt(part), 0n),
          worstPrice: parts.at(-1)?.[0] ?? 0,
          levels: parts.length,
        });
        const there = levels.filter(([price]) => limit !== undefined && good(price));
        const depth = there.reduce((sum, [, part]) => sum + BigInt(part), 0n);
        expect(depthTo(book, buySell, limit ?? (buySell === 'BUY' ? 0 : 99))).toBe(
          depth > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(depth),
        );
      }),
    );
  });

  it('gives the average price of a size', () => {
    const { notional, quantity } = sweepBook(
      bookOf(
        [],
        [
          [1_000, 2],
          [1_003, 5],
        ],
      ),
      'BUY',
      3,
    );
    // (2 x 10.00 + 1 x 10.03) / 3
    expect(averagePriceText(notional, quantity, 2)).toBe('10.01');
  });

  it('a sum of more than the exact integers is told as Infinity', () => {
    const levels = Array.from({ length: 9 }, (_, i): BookLevel => [i + 1, MAX_UNITS]);
    expect([depthTo(bookOf([], levels), 'BUY', 7), depthTo(bookOf([], levels), 'BUY', 8)]).toEqual([
      7 * MAX_UNITS,
      Infinity,
    ]);
  });

  it.each([-1, 0.5, NaN, 2 ** 53])('refuses to take %d', (quantity) => {
    expect(() => sweepBook(bookOf([], []), 'BUY', quantity)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
  });
});
