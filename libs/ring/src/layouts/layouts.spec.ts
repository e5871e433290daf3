import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordLayout } from '../record.js';
import { RingMemory } from '../ring-memory.js';
import { barLayout } from './bar.js';
import { bookDeltaLayout } from './book-delta.js';
import { bulkLayout } from './bulk.js';
import { quoteLayout } from './quote.js';
import { tradeLayout } from './trade.js';

const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const ns = fc.integer({ min: 0, max: 999 });
const integer = fc.maxSafeInteger();
const head = { instrument: u32, flags: u32, seq: integer };

const trade = fc.record({
  ...head,
  us: integer,
  ns,
  price: integer,
  quantity: integer,
  aggressor: fc.constantFrom(0, 1, 2),
});
const quote = fc.record({
  ...head,
  us: integer,
  ns,
  bidPrice: integer,
  bidQuantity: integer,
  askPrice: integer,
  askQuantity: integer,
});
const bar = fc.record({
  ...head,
  startUs: integer,
  endUs: integer,
  open: integer,
  high: integer,
  low: integer,
  close: integer,
  volume: integer,
  trades: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  intervalSec: u32,
});
const delta = fc.record({ ...head, us: integer, ns, side: fc.constantFrom(0, 1), price: integer, quantity: integer });
const bulk = fc.record({ id: integer, length: integer, kind: u32, count: u32, correlation: integer });

/** Encodes at some offset of memory full of 0xff, decodes again, and looks at the bytes around. */
function roundTrip<T>(layout: RecordLayout<T>, values: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 8 }), (value, position) => {
      const memory = new RingMemory(new SharedArrayBuffer(256));
      memory.u8.fill(0xff);
      const at = 8 * position;
      layout.encode(memory, at, value);
      expect(layout.decode(memory, at, layout.blank())).toEqual(value);
      const outside = [...memory.copy(0, at), ...memory.copy(at + layout.bytes, 256 - at - layout.bytes)];
      expect(outside.every((byte) => byte === 0xff)).toBe(true);
    }),
  );
}

describe('fixed layouts', () => {
  it('trade comes back as it was', () => roundTrip(tradeLayout, trade));
  it('quote comes back as it was', () => roundTrip(quoteLayout, quote));
  it('bar comes back as it was', () => roundTrip(barLayout, bar));
  it('book delta comes back as it was', () => roundTrip(bookDeltaLayout, delta));
  it('bulk descriptor comes back as it was', () => roundTrip(bulkLayout, bulk));

  it('keep to multiples of 8 bytes and to types of their own', () => {
    const layouts = [tradeLayout, quoteLayout, barLayout, bookDeltaLayout, bulkLayout];
    expect(layouts.every(({ bytes }) => bytes % 8 === 0)).toBe(true);
    expect(new Set(layouts.map(({ type }) => type)).size).toBe(layouts.length);
  });
});
