import { describe, expect, it } from '@jest/globals';
import { expectOk, MAX_UNITS, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { batchFromShape, marketDataToShape, type Scales } from '@bourseworks/dto/shapes';
import fc from 'fast-check';

const scales = fc.record({ priceScale: fc.integer({ min: 0, max: 12 }), qtyScale: fc.integer({ min: 0, max: 12 }) });
const price = fc.integer({ min: -MAX_UNITS, max: MAX_UNITS });
const size = fc.integer({ min: 0, max: MAX_UNITS });
const us = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
const ns = fc.integer({ min: 0, max: 999 });
const level = fc.tuple(price, size);
const book = {
  us,
  ns,
  venueSequence: fc.nat(),
  bids: fc.array(level, { maxLength: 5 }),
  asks: fc.array(level, { maxLength: 5 }),
};

const events: Readonly<Record<string, fc.Arbitrary<MarketDataEvent>>> = {
  trade: fc.record(
    {
      kind: fc.constant('trade' as const),
      us,
      ns,
      price,
      quantity: size,
      aggressor: fc.constantFrom('BUY' as const, 'SELL' as const),
      tradeId: fc.string(),
    },
    { requiredKeys: ['kind', 'us', 'ns', 'price', 'quantity'] },
  ),
  quote: fc.record({
    kind: fc.constant('quote' as const),
    us,
    ns,
    bidPrice: price,
    bidQuantity: size,
    askPrice: price,
    askQuantity: size,
  }),
  'bar-1m': fc.record({
    kind: fc.constant('bar' as const),
    startUs: us,
    endUs: us,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: size,
    trades: fc.integer({ min: -1, max: 1e9 }),
  }),
  book: fc.oneof(
    fc.record({ kind: fc.constant('book-snapshot' as const), ...book }),
    fc.record({ kind: fc.constant('book-delta' as const), ...book }),
  ),
};

const unsigned = (event: MarketDataEvent): unknown =>
  JSON.parse(JSON.stringify(event, (_, v: unknown) => (Object.is(v, -0) ? 0 : v)));

describe('market data on the wire', () => {
  it.each(Object.keys(events))('%s: every exact value comes back through JSON', (kind) => {
    fc.assert(
      fc.property(scales, fc.array(events[kind], { minLength: 1, maxLength: 4 }), (s: Scales, list) => {
        const wire = JSON.stringify({ seq0: 7, items: list.map((event) => marketDataToShape(event, s)) });
        const read = expectOk(batchFromShape(kind as StreamKind, JSON.parse(wire), s));
        expect(read.seq0).toBe(7);
        expect(read.events.map(unsigned)).toEqual(list.map(unsigned));
      }),
      { numRuns: 200 },
    );
  });
});
