import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '@bourseworks/ports';
import { ordered } from '../point-order.js';
import { decodeBlock, encodeBlock } from './block-codec.js';

const name = fc.oneof(fc.constantFrom('price', 'side', '__proto__', 'constructor'), fc.string({ unit: 'binary' }));
const integer = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.integer({ min: -70, max: 70 }));
const number = fc.oneof(
  integer,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 2 ** 53, 1e300),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  integer.map(String),
  fc.constantFrom('-0', '007', '1e3', '', ' 1'),
);
const us = fc.oneof(fc.nat(30), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const ns = fc.oneof(fc.constant(0), fc.nat(999));

/** Columns of one kind, as series have, and columns of anything. */
const fields = fc.oneof(
  fc.record({ price: integer, quantity: integer, side: fc.constantFrom('buy', 'sell') }, { requiredKeys: ['price'] }),
  fc.record({ id: integer.map(String), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  fc
    .array(fc.tuple(name, fc.oneof(number, text)), { minLength: 1, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
);
const points = fc
  .array(fc.record({ us, ns, fields }), { minLength: 1, maxLength: 40 })
  .map((some) => ordered(some as Point[]));

/** Field by field: the order of names in a point means nothing, -0 and the name `__proto__` do. */
function expectSame(read: readonly Point[], written: readonly Point[]): void {
  expect(read.map(({ us: atUs, ns: atNs }) => [atUs, atNs])).toEqual(written.map((one) => [one.us, one.ns]));
  for (const [index, one] of written.entries()) {
    const found = new Map(Object.entries(read[index]?.fields ?? {}));
    expect(found.size).toBe(Object.keys(one.fields).length);
    for (const [key, value] of Object.entries(one.fields)) expect(found.get(key)).toBe(value);
  }
}

describe('a block', () => {
  it('gives back exactly what was put in', () => {
    fc.assert(
      fc.property(points, (some) => expectSame(decodeBlock(encodeBlock(some), 'it'), some)),
      { numRuns: 500 },
    );
  });

  it('keeps doubles beside integers, and differences beyond the exact ones', () => {
    const { MAX_SAFE_INTEGER: most, MIN_SAFE_INTEGER: least } = Number;
    for (const column of [
      [least, most - 1, 0],
      [1, -0, 2],
      [String(least), String(most - 1)],
      [1, 'x', -0],
    ]) {
      const some = column.map((value, index) => ({ us: index, ns: 0, fields: { value } }));
      expectSame(decodeBlock(encodeBlock(some), 'it'), some);
    }
  });

  it('whose bytes were changed, cut or added to is refused, and names its place', () => {
    const some = Array.from({ length: 50 }, (_, index) => ({
      us: index,
      ns: 0,
      fields: { price: index * 31, side: 'buy' },
    }));
    const block = encodeBlock(some);
    const refused = (bytes: Uint8Array): void => {
      expect(() => decodeBlock(bytes, 'file.db, block 7,')).toThrow(
        expect.objectContaining({ code: 'STORE_CORRUPT', message: expect.stringContaining('file.db, block 7,') }),
      );
    };
    for (let at = 0; at < block.length; at++) {
      const bytes = Uint8Array.from(block);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      refused(bytes);
      refused(block.slice(0, at));
    }
    refused(Uint8Array.from([...block, 0]));
  });

  it('of trades takes a few bytes for each', () => {
    const trades = Array.from({ length: 4_096 }, (_, index) => ({
      us: 1_700_000_000_000_000 + index * 50_000 + ((index * 7_919) % 40_001),
      ns: 0,
      fields: {
        price: 6_500_000 + ((index * 37) % 211),
        quantity: 1 + ((index * 7_919) % 100_003),
        side: (index * 7) % 3 === 0 ? 'buy' : 'sell',
        tradeId: String(3_000_000_000 + index),
      },
    }));
    expect(encodeBlock(trades).length / trades.length).toBeLessThan(9);
  });
});
