import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument, type Instrument, type InstrumentSpec } from '../instrument.js';
import type { BookDelta, BookLevel, BookSnapshot, StreamState } from '../market-data.js';
import { expectOk } from '../result.js';
import { ConsolidatedBook } from './consolidated-book.js';

const instrument = (
  venue: string,
  tickSize: string,
  lotSize: string,
  other: Partial<InstrumentSpec> = {},
): Instrument =>
  expectOk(
    defineInstrument({ venue, symbol: 'BTC', assetClass: 'crypto', currency: 'USD', tickSize, lotSize, ...other }),
  );
const snapshot = (bids: BookLevel[], asks: BookLevel[], us = 1_000, venueSequence = 1): BookSnapshot => ({
  kind: 'book-snapshot',
  us,
  ns: 0,
  venueSequence,
  bids,
  asks,
});
const delta = (venueSequence: number, bids: BookLevel[], us = 1_000): BookDelta => ({
  kind: 'book-delta',
  us,
  ns: 0,
  venueSequence,
  bids,
  asks: [],
});

const COARSE = instrument('coarse', '0.1', '1');
const FINE = instrument('fine', '0.001', '0.01');

/** coarse: 100.0 x 2 / 100.3 x 1; fine: 100.000 x 0.50 / 100.200 x 3.00. */
function opened(): ConsolidatedBook {
  const book = new ConsolidatedBook([COARSE, FINE], 500);
  book.apply('coarse', snapshot([[1_000, 2]], [[1_003, 1]]));
  book.apply('fine', snapshot([[100_000, 50]], [[100_200, 300]]));
  return book;
}

describe('a book over several venues', () => {
  it('has the best prices of all, at the finest scales, and who is there', () => {
    const book = opened();
    expect([book.priceScale, book.qtyScale]).toEqual([3, 2]);
    expect(book.top(1_000)).toEqual({
      bid: {
        price: 100_000,
        quantity: 250,
        venues: [
          { venue: 'coarse', quantity: 200 },
          { venue: 'fine', quantity: 50 },
        ],
      },
      ask: { price: 100_200, quantity: 300, venues: [{ venue: 'fine', quantity: 300 }] },
      crossed: false,
      locked: false,
      out: [],
    });
  });

  it('tells when venues lock and cross each other', () => {
    const book = opened();
    book.apply('coarse', delta(2, [[1_002, 1]]));
    expect(book.top(1_000)).toMatchObject({ locked: true, crossed: false });
    book.apply('coarse', delta(3, [[1_003, 1]]));
    // The ask of coarse itself is 100.3: coarse is locked, which may be; fine sells at 100.2.
    expect(book.top(1_000)).toMatchObject({ locked: false, crossed: true, bid: { price: 100_300 }, out: [] });
  });

  it('goes on without a venue that is silent, until it is heard again', () => {
    const book = opened();
    book.apply('fine', delta(2, [], 1_400));
    expect(book.top(1_500).out).toEqual([]);
    expect(book.top(1_501)).toMatchObject({
      bid: { price: 100_000, quantity: 50 },
      out: [{ venue: 'coarse', reason: 'stale' }],
    });
    book.heard('coarse', 1_200);
    expect(book.top(1_700).out).toEqual([]);
    expect(book.top(10_000)).toEqual({
      bid: undefined,
      ask: undefined,
      crossed: false,
      locked: false,
      out: [
        { venue: 'coarse', reason: 'stale' },
        { venue: 'fine', reason: 'stale' },
      ],
    });
  });

  it('judges age by the time of receipt', () => {
    const book = opened();
    book.apply('coarse', { ...delta(2, [], 1_100), receivedUs: 1_600 });
    expect(book.top(2_100).out).toEqual([{ venue: 'fine', reason: 'stale' }]);
  });

  it('goes on without a venue with a gap, until its next snapshot', () => {
    const book = opened();
    expect(book.apply('fine', delta(3, [[100_001, 1]]))).toBe('gap');
    expect(book.top(1_000)).toMatchObject({ ask: { price: 100_300 }, out: [{ venue: 'fine', reason: 'gap' }] });
    expect(book.apply('fine', delta(4, []))).toBe('waiting');
    book.apply('fine', snapshot([[100_001, 7]], [], 1_000, 9));
    expect(book.top(1_000)).toMatchObject({ bid: { price: 100_001, quantity: 7 }, ask: { price: 100_300 }, out: [] });
  });

  it('goes on without a venue without a book, or with one that crosses itself', () => {
    const book = new ConsolidatedBook([COARSE, FINE], 500);
    book.apply('fine', snapshot([[2, 1]], [[1, 1]]));
    expect(book.top(1_000)).toMatchObject({
      bid: undefined,
      ask: undefined,
      out: [
        { venue: 'coarse', reason: 'empty' },
        { venue: 'fine', reason: 'crossed' },
      ],
    });
  });

  it.each<[StreamState, string | undefined]>([
    ['LIVE', undefined],
    ['STALE', 'stale'],
    ['GAP_START', 'gap'],
    ['GAP_END', 'gap'],
    ['RESYNCING', 'resyncing'],
    ['HALTED', 'halted'],
    ['ENDED', 'ended'],
  ])('a venue whose feed says %s is out: %s', (state, reason) => {
    const book = opened();
    book.state('fine', state);
    expect(book.top(1_000).out).toEqual(reason === undefined ? [] : [{ venue: 'fine', reason }]);
    book.state('fine', 'LIVE');
    expect(book.top(1_000).out).toEqual([]);
  });

  it('goes on without a venue whose price is not exact at the common scale', () => {
    const book = new ConsolidatedBook([instrument('a', '1', '1'), instrument('b', '0.0000001', '1')], 500);
    book.apply('a', snapshot([[2 ** 50, 1]], []));
    book.apply('b', snapshot([[5, 1]], []));
    expect(book.top(1_000)).toMatchObject({ bid: { price: 5 }, out: [{ venue: 'a', reason: 'inexact' }] });
  });

  it('agrees with all levels of all venues in one list', () => {
    const specs = fc.uniqueArray(
      fc.record({ venue: fc.constantFrom('a', 'b', 'c', 'd'), price: fc.nat(4), qty: fc.nat(4) }),
      { selector: ({ venue }) => venue, minLength: 1 },
    );
    const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 })), {
      maxLength: 5,
    });
    const decimals = (n: number): string => (n === 0 ? '1' : `0.${'0'.repeat(n - 1)}1`);
    fc.assert(
      fc.property(specs, fc.array(fc.tuple(levels, levels), { minLength: 4, maxLength: 4 }), (venues, books) => {
        const instruments = venues.map(({ venue, price, qty }) => instrument(venue, decimals(price), decimals(qty)));
        const book = new ConsolidatedBook(instruments, 1);
        const all = [new Map<number, number>(), new Map<number, number>()];
        for (const [i, { venue, price, qty }] of venues.entries()) {
          // Asks above 30 units, so that no venue crosses itself; across venues anything may happen.
          const bids = [...new Map(books[i][0])];
          const asks = [...new Map(books[i][1].map(([p, q]) => [p + 30, q]))];
          book.apply(venue, snapshot(bids, asks));
          for (const [side, list] of [bids, asks].entries()) {
            const best = list.toSorted((a, b) => (side === 0 ? b[0] - a[0] : a[0] - b[0]))[0];
            if (best === undefined) continue;
            const at = best[0] * 10 ** (4 - price);
            all[side].set(at, (all[side].get(at) ?? 0) + best[1] * 10 ** (4 - qty));
          }
        }
        const best = all.map((side, i) => [...side].toSorted((a, b) => (i === 0 ? b[0] - a[0] : a[0] - b[0]))[0]);
        const { bid, ask, crossed, locked, out } = book.top(1_000);
        const plain = (side: typeof bid): number[] | undefined =>
          side && [side.price * 10 ** (4 - book.priceScale), side.quantity * 10 ** (4 - book.qtyScale)];
        expect([plain(bid), plain(ask), out]).toEqual([best[0], best[1], []]);
        const both = best[0] !== undefined && best[1] !== undefined;
        expect([crossed, locked]).toEqual([both && best[0][0] > best[1][0], both && best[0][0] === best[1][0]]);
      }),
    );
  });

  it('is of one thing at each venue once', () => {
    const invalid = expect.objectContaining({ code: 'INSTRUMENT_INVALID' });
    expect(() => new ConsolidatedBook([], 1)).toThrow(invalid);
    expect(() => new ConsolidatedBook([FINE, FINE], 1)).toThrow(invalid);
    expect(() => new ConsolidatedBook([FINE, instrument('b', '1', '1', { currency: 'USDT' })], 1)).toThrow(invalid);
    expect(() => new ConsolidatedBook([FINE, instrument('b', '1', '1', { multiplier: 2 })], 1)).toThrow(invalid);
    expect(() => new ConsolidatedBook([FINE], 0)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
    expect(() => opened().heard('other', 1)).toThrow(expect.objectContaining({ code: 'VENUE_UNKNOWN' }));
  });
});
