import { describe, expect, it } from '@jest/globals';
import { expectOk, MAX_CONDITIONS, MAX_UNITS, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { batchFromShape, marketDataToShape, type Scales } from '@bourseworks/dto/shapes';
import fc from 'fast-check';

const scales = fc.record({ priceScale: fc.integer({ min: 0, max: 12 }), qtyScale: fc.integer({ min: 0, max: 12 }) });
const price = fc.integer({ min: -MAX_UNITS, max: MAX_UNITS });
const size = fc.integer({ min: 0, max: MAX_UNITS });
/** A sum of orders or trades may be larger than any of them. */
const total = fc.integer({ min: 0, max: 2 ** 51 - 1 });
const us = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
const ns = fc.integer({ min: 0, max: 999 });
const level = fc.tuple(price, total);
const levels = fc.array(level, { maxLength: 5 });
const conditions = fc.array(fc.string({ maxLength: 32 }), { maxLength: MAX_CONDITIONS });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });

const trade = { kind: fc.constant('trade' as const), us, ns, price, quantity: size };
const quote = {
  kind: fc.constant('quote' as const),
  us,
  ns,
  bidPrice: price,
  bidQuantity: total,
  askPrice: price,
  askQuantity: total,
};
const ohlc = { open: price, high: price, low: price, close: price };
const bar = {
  kind: fc.constant('bar' as const),
  startUs: us,
  endUs: us,
  ...ohlc,
  volume: total,
  trades: fc.integer({ min: -1 }),
};
const book = { us, ns, venueSequence: count, bids: levels, asks: levels };

/** With marks or without; nothing that is the same as absent: no 0 of flags, of a revision, of nanoseconds received. */
function marked<T extends object>(
  required: { [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<T> {
  const keys = Object.keys(required) as (keyof T)[];
  const flags = fc.integer({ min: 1, max: 2 ** 31 - 1 });
  const fields = { venueSequence: count, flags, ...optional, ...required };
  const received = fc.record(
    { receivedUs: us, receivedNs: fc.integer({ min: 1, max: 999 }) },
    { requiredKeys: ['receivedUs'] },
  );
  return fc
    .tuple(fc.record(fields, { requiredKeys: keys as never }), fc.option(received))
    .map(([event, times]) => ({ ...event, ...times }) as unknown as T);
}

const events: Readonly<Record<string, fc.Arbitrary<MarketDataEvent>>> = {
  trade: marked(trade, {
    aggressor: fc.constantFrom('BUY' as const, 'SELL' as const),
    tradeId: fc.string(),
    corrects: fc.string(),
    conditions,
  }),
  quote: marked(quote, { conditions }),
  'bar-1m': marked(bar, { revision: fc.integer({ min: 1 }) }),
  book: fc.oneof(
    marked({ kind: fc.constant('book-snapshot' as const), ...book }, { checksum: fc.nat({ max: 2 ** 32 - 1 }) }),
    marked({ kind: fc.constant('book-delta' as const), ...book }, { checksum: fc.nat({ max: 2 ** 32 - 1 }) }),
  ),
};

const unsigned = (event: MarketDataEvent): unknown =>
  JSON.parse(JSON.stringify(event, (_, v: unknown) => (Object.is(v, -0) ? 0 : v)));

describe('market data on the wire', () => {
  it.each(Object.keys(events))('%s: every exact value of every field comes back through JSON', (kind) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(scales, fc.array(events[kind], { minLength: 1, maxLength: 4 }), (s: Scales, list) => {
        for (const event of list) for (const field of Object.keys(event)) seen.add(field);
        const wire = JSON.stringify({ epoch: 9, seq0: 7, items: list.map((event) => marketDataToShape(event, s)) });
        const read = expectOk(batchFromShape(kind as StreamKind, JSON.parse(wire), s));
        expect([read.epoch, read.seq0]).toEqual([9, 7]);
        expect(read.events.map(unsigned)).toEqual(list.map(unsigned));
      }),
      { numRuns: 200 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['receivedUs', 'receivedNs', 'venueSequence', 'flags']));
  });

  it('leaves out what is the same as absent', () => {
    const item = { kind: 'trade' as const, us: 1, ns: 0, price: 1, quantity: 1, flags: 0 };
    expect(marketDataToShape(item, { priceScale: 0, qtyScale: 0 })).toEqual({ time: '1000', price: 1, quantity: 1 });
  });
});
