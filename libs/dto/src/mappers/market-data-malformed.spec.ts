import { describe, expect, it } from '@jest/globals';
import type { StreamKind } from '@bourseworks/domain';
import { batchFromShape } from '@bourseworks/dto/shapes';

const scales = { priceScale: 2, qtyScale: 0 };
const trade = { time: '1000', price: 1, quantity: 1 };
const book = { type: 'delta', time: '1', venueSequence: 1, bids: [], asks: [] };

const cases: readonly (readonly [string, StreamKind, unknown])[] = [
  ['no object', 'trade', null],
  ['no array of items', 'trade', { seq0: 1, items: {} }],
  ['no items', 'trade', { seq0: 1, items: [] }],
  ['a sequence below 1', 'trade', { seq0: 0, items: [trade] }],
  ['a null item', 'trade', { seq0: 1, items: [null] }],
  ['a price that is text', 'trade', { seq0: 1, items: [{ ...trade, price: '1' }] }],
  ['a price beyond 2^50 units', 'trade', { seq0: 1, items: [{ ...trade, price: 1e15 }] }],
  ['a negative quantity', 'trade', { seq0: 1, items: [{ ...trade, quantity: -1 }] }],
  ['a time with a sign', 'trade', { seq0: 1, items: [{ ...trade, time: '-5' }] }],
  ['a later bad item', 'trade', { seq0: 1, items: [trade, {}] }],
  ['a quote for a bar', 'bar-1m', { seq0: 1, items: [{ time: '1', bid: 1, bidSize: 1, ask: 1, askSize: 1 }] }],
  ['a level that is no pair', 'book', { seq0: 1, items: [{ ...book, bids: [5] }] }],
  ['a book of unknown type', 'book', { seq0: 1, items: [{ ...book, type: 'full' }] }],
];

describe('a malformed market-data batch', () => {
  it.each(cases)('is refused: %s', (_, kind, payload) => {
    const read = batchFromShape(kind, payload, scales);
    expect(read.ok ? 'accepted' : read.refusal.code).toBe('BAD_MESSAGE');
  });
});
