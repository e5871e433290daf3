import { describe, expect, it } from '@jest/globals';
import { MAX_BOOK_LEVELS, OrderBook, type BookLevel } from '@bourseworks/domain';

describe('OrderBook with more levels than it holds', () => {
  it('says that it is incomplete', () => {
    const bids = Array.from({ length: MAX_BOOK_LEVELS + 1 }, (_, i): BookLevel => [i + 1, 1]);
    const book = new OrderBook();
    book.applySnapshot({ kind: 'book-snapshot', us: 1, ns: 0, venueSequence: 1, bids, asks: [] });
    expect(book.bids.size).toBe(MAX_BOOK_LEVELS);
    expect(book.state).toBe('GAP');
  });
});
