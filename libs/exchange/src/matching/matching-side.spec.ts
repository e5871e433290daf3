import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bookImbalance,
  depthTo,
  microprice,
  OrderBook,
  sweepBook,
  type BookLevel,
  type BookView,
} from '@bourseworks/domain';
import { BUY, ORDER_FLAGS, SELL } from './codes.js';
import type { MatchSink } from './match-sink.js';
import { MatchingBook } from './matching-book.js';

const silent: MatchSink = { accepted() {}, rejected() {}, trade() {}, canceled() {}, replaced() {} };

const orders = fc.array(
  fc.record({
    side: fc.constantFrom(BUY, SELL),
    price: fc.integer({ min: 1, max: 40 }),
    quantity: fc.integer({ min: 2, max: 20 }),
    shown: fc.integer({ min: 0, max: 1 }),
  }),
  { maxLength: 60 },
);

/** Everything that can be asked of a book. */
const answers = (book: BookView): unknown[] => [
  [book.bids, book.asks].map((side) => [side.bestPrice, side.bestQuantity]),
  microprice(book),
  [1, 2, 100].map((depth) => bookImbalance(book, depth)),
  [0, 50, 100, 200].map((limit) => [depthTo(book, 'BUY', limit), depthTo(book, 'SELL', limit)]),
  [0, 1, 30, 1_000].map((quantity) => [sweepBook(book, 'BUY', quantity), sweepBook(book, 'SELL', quantity, 60)]),
];

describe('the book of the matching engine', () => {
  it('can be asked the same as a book that is kept from its levels', () => {
    fc.assert(
      fc.property(orders, (list) => {
        const matching = new MatchingBook(silent, { tickSize: 5 });
        for (const { side, price, quantity, shown } of list) matching.submit(side, 0, price * 5, quantity, 0, shown);
        const levels = (side: typeof BUY | typeof SELL): BookLevel[] => {
          const found: BookLevel[] = [];
          for (let price = 5; price <= 200; price += 5)
            if (matching.sideOf(price) === side && matching.quantityAt(price) > 0)
              found.push([price, matching.quantityAt(price)]);
          return found;
        };
        const kept = new OrderBook();
        const [bids, asks] = [levels(BUY), levels(SELL)];
        kept.applySnapshot({ kind: 'book-snapshot', us: 1, ns: 0, venueSequence: 1, bids, asks });
        expect(answers(matching)).toEqual(answers(kept));
      }),
    );
  });

  it('stops at the level that was enough', () => {
    const matching = new MatchingBook(silent);
    for (const price of [3, 2, 1]) matching.submit(BUY, ORDER_FLAGS.POST_ONLY, price, 1);
    const seen: number[] = [];
    matching.bids.walk(10, (price) => {
      seen.push(price);
      return price > 2;
    });
    expect(seen).toEqual([3, 2]);
  });
});
