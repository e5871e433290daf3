import { expect, it } from '@jest/globals';
import { krakenChecksum, OrderBook } from '@bourseworks/domain';
import { bookChecksum } from './book-checksum.js';

it('a book of more decimals than the venue sends has no checksum of the venue', () => {
  const book = new OrderBook();
  book.applySnapshot({ kind: 'book-snapshot', us: 0, ns: 0, venueSequence: 1, bids: [[111, 1]], asks: [] });
  const [kept, finer] = [
    { priceScale: 2, qtyScale: 0 },
    { priceScale: 1, qtyScale: 0 },
  ];
  expect(bookChecksum(book, kept)).toBe(krakenChecksum(book, kept));
  expect(bookChecksum(book, kept, finer)).toBe(-1);
});
