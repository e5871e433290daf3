import { describe, expect, it } from '@jest/globals';
import type { StreamKind } from '@bourseworks/domain';
import { batchFromShape } from '@bourseworks/dto/shapes';

const scales = { priceScale: 2, qtyScale: 0 };
const trade = { time: '1000', price: 1, quantity: 1 };
const quote = { time: '1', bid: 1, bidSize: 1, ask: 1, askSize: 1 };
const bar = { start: '0', end: '1', open: 1, high: 1, low: 1, close: 1, volume: 1 };
const book = { type: 'delta', time: '1', venueSequence: 1, bids: [], asks: [] };

const one = (item: object): unknown => ({ epoch: 1, seq0: 1, items: [item] });

const cases: readonly (readonly [string, StreamKind, unknown])[] = [
  ['no object', 'trade', null],
  ['no epoch', 'trade', { seq0: 1, items: [trade] }],
  ['an epoch below 1', 'trade', { epoch: 0, seq0: 1, items: [trade] }],
  ['an epoch that is text', 'trade', { epoch: '1', seq0: 1, items: [trade] }],
  ['no array of items', 'trade', { epoch: 1, seq0: 1, items: {} }],
  ['no items', 'trade', { epoch: 1, seq0: 1, items: [] }],
  ['a sequence below 1', 'trade', { epoch: 1, seq0: 0, items: [trade] }],
  ['a null item', 'trade', { epoch: 1, seq0: 1, items: [null] }],
  ['a price that is text', 'trade', { epoch: 1, seq0: 1, items: [{ ...trade, price: '1' }] }],
  ['a price beyond 2^50 units', 'trade', { epoch: 1, seq0: 1, items: [{ ...trade, price: 1e15 }] }],
  ['a quantity beyond 2^50 units', 'trade', one({ ...trade, quantity: 2 ** 50 + 1 })],
  ['a level beyond the exact integers', 'book', one({ ...book, asks: [[1, 2 ** 53]] })],
  ['a level of less than nothing', 'book', one({ ...book, bids: [[1, -1]] })],
  ['a size beyond the exact integers', 'quote', one({ ...quote, askSize: 2 ** 53 })],
  ['a volume beyond the exact integers', 'bar-1m', one({ ...bar, volume: 2 ** 53 })],
  ['a negative quantity', 'trade', { epoch: 1, seq0: 1, items: [{ ...trade, quantity: -1 }] }],
  ['a time with a sign', 'trade', { epoch: 1, seq0: 1, items: [{ ...trade, time: '-5' }] }],
  ['a later bad item', 'trade', { epoch: 1, seq0: 1, items: [trade, {}] }],
  ['a quote for a bar', 'bar-1m', { epoch: 1, seq0: 1, items: [quote] }],
  ['a level that is no pair', 'book', { epoch: 1, seq0: 1, items: [{ ...book, bids: [5] }] }],
  ['an aggressor of no side', 'trade', one({ ...trade, aggressor: 'X' })],
  ['a trade id that is a number', 'trade', one({ ...trade, tradeId: 5 })],
  ['a corrected id that is null', 'trade', one({ ...trade, corrects: null })],
  ['conditions that are text', 'trade', one({ ...trade, conditions: '@' })],
  ['a condition that is a number', 'quote', one({ ...quote, conditions: [1] })],
  ['a condition without end', 'quote', one({ ...quote, conditions: ['x'.repeat(33)] })],
  ['too many conditions', 'trade', one({ ...trade, conditions: Array.from({ length: 17 }, () => '@') })],
  ['a time of receipt that is a number', 'trade', one({ ...trade, received: 5 })],
  ['a time of receipt with a sign', 'bar-1m', one({ ...bar, received: '-5' })],
  ['a venue sequence with a fraction', 'quote', one({ ...quote, venueSequence: 1.5 })],
  ['a negative venue sequence', 'book', one({ ...book, venueSequence: -1 })],
  ['flags that are text', 'quote', one({ ...quote, flags: '8' })],
  ['negative flags', 'trade', one({ ...trade, flags: -1 })],
  ['flags beyond 31 bits', 'trade', one({ ...trade, flags: 2 ** 31 })],
  ['a negative revision', 'bar-1m', one({ ...bar, revision: -1 })],
  ['a number of trades that is none', 'bar-1m', one({ ...bar, trades: -1 })],
  ['a checksum beyond 32 bits', 'book', one({ ...book, checksum: 2 ** 32 })],
  ['a checksum that is text', 'book', one({ ...book, checksum: '1' })],
  ['a book of unknown type', 'book', { epoch: 1, seq0: 1, items: [{ ...book, type: 'full' }] }],
];

describe('a malformed market-data batch', () => {
  it.each([
    ['trade', trade],
    ['quote', quote],
    ['bar-1m', bar],
    ['book', book],
  ] as const)('is made of what is accepted as it is: %s', (kind, item) => {
    expect(batchFromShape(kind, one(item), scales).ok).toBe(true);
  });

  it.each(cases)('is refused: %s', (_, kind, payload) => {
    const read = batchFromShape(kind, payload, scales);
    expect(read.ok ? 'accepted' : read.refusal.code).toBe('BAD_MESSAGE');
  });
});
