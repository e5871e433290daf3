import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { OrderBook, type BookLevel } from '@bourseworks/domain';

const snapshot = (venueSequence: number, bids: BookLevel[], asks: BookLevel[]) =>
  ({ kind: 'book-snapshot', us: venueSequence, ns: 0, venueSequence, bids, asks }) as const;
const delta = (venueSequence: number, bids: BookLevel[], asks: BookLevel[]) =>
  ({ kind: 'book-delta', us: venueSequence, ns: 0, venueSequence, bids, asks }) as const;

function opened(): OrderBook {
  const book = new OrderBook();
  book.applySnapshot(
    snapshot(
      7,
      [
        [100, 5],
        [99, 4],
      ],
      [
        [102, 3],
        [103, 2],
      ],
    ),
  );
  return book;
}

describe('OrderBook', () => {
  it('begins empty and waits for a snapshot', () => {
    const book = new OrderBook();
    expect(book.state).toBe('EMPTY');
    expect(book.applyDelta(delta(1, [[100, 1]], []))).toBe('waiting');
    expect([book.bids.bestPrice, book.bids.bestQuantity, book.asks.bestPrice]).toEqual([0, 0, 0]);
  });

  it('shows best prices and depth', () => {
    const book = opened();
    expect(book.state).toBe('LIVE');
    expect([book.bids.bestPrice, book.bids.bestQuantity]).toEqual([100, 5]);
    expect([book.asks.bestPrice, book.asks.bestQuantity]).toEqual([102, 3]);
    expect(book.snapshot(1)).toEqual(snapshot(7, [[100, 5]], [[102, 3]]));
    expect(book.bids.priceAt(2)).toBe(0);
    expect(book.asks.quantityOf(103)).toBe(2);
  });

  it('shows levels from the best one on, until it is told that that is enough', () => {
    const book = opened();
    const seen: number[] = [];
    book.asks.walk(5, (price) => {
      seen.push(price);
      return false;
    });
    book.bids.walk(1, (price) => seen.push(price));
    book.bids.walk(5, (price, quantity) => seen.push(price, quantity));
    expect(seen).toEqual([102, 100, 100, 5, 99, 4]);
  });

  it('sets, adds and removes levels by deltas', () => {
    const book = opened();
    expect(
      book.applyDelta(
        delta(
          8,
          [
            [101, 1],
            [99, 0],
          ],
          [
            [102, 0],
            [104, 9],
            [200, 0],
          ],
        ),
      ),
    ).toBe('applied');
    expect(book.snapshot()).toEqual(
      snapshot(
        8,
        [
          [101, 1],
          [100, 5],
        ],
        [
          [103, 2],
          [104, 9],
        ],
      ),
    );
  });

  it('ignores what it has, and stops at what is missing until the next snapshot', () => {
    const book = opened();
    expect(book.applyDelta(delta(7, [[100, 9]], []))).toBe('stale');
    expect(book.bids.bestQuantity).toBe(5);
    expect(book.applyDelta(delta(9, [[100, 9]], []))).toBe('gap');
    expect(book.state).toBe('GAP');
    expect(book.applyDelta(delta(8, [[100, 9]], []))).toBe('waiting');
    book.applySnapshot(snapshot(3, [[50, 1]], []));
    expect(book.state).toBe('LIVE');
    expect(book.venueSequence).toBe(3);
    expect(book.bids.size).toBe(1);
  });

  it('tells crossed and locked', () => {
    const book = opened();
    book.applyDelta(delta(8, [[102, 1]], []));
    expect([book.locked, book.crossed]).toEqual([true, false]);
    book.applyDelta(delta(9, [[103, 1]], []));
    expect([book.locked, book.crossed]).toEqual([false, true]);
    book.applyDelta(
      delta(
        10,
        [],
        [
          [102, 0],
          [103, 0],
        ],
      ),
    );
    expect([book.locked, book.crossed]).toEqual([false, false]);
  });

  it('agrees with a plain map over random deltas', () => {
    const rng = new SeededRng(11);
    const book = new OrderBook();
    book.applySnapshot(snapshot(0, [], []));
    const maps = [new Map<number, number>(), new Map<number, number>()];
    for (let n = 1; n <= 20_000; n++) {
      const changes: [BookLevel[], BookLevel[]] = [[], []];
      for (let i = rng.integer(4); i >= 0; i--) {
        const side = rng.integer(2);
        const level: BookLevel = [1_000 + rng.integer(400), rng.integer(3) === 0 ? 0 : 1 + rng.integer(50)];
        changes[side].push(level);
        if (level[1] === 0) maps[side].delete(level[0]);
        else maps[side].set(level[0], level[1]);
      }
      expect(book.applyDelta(delta(n, changes[0], changes[1]))).toBe('applied');
      if (n % 500 !== 0) continue;
      expect(book.bids.levels(Infinity)).toEqual([...maps[0]].sort((a, b) => b[0] - a[0]));
      expect(book.asks.levels(Infinity)).toEqual([...maps[1]].sort((a, b) => a[0] - b[0]));
    }
  });
});
