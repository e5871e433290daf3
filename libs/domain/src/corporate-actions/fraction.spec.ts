import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_UNITS } from '../brand.js';
import { fraction, inverse, scaled, simplestOf, times } from './fraction.js';

const units = fc.integer({ min: 1, max: 10_000_000 });
const small = fc.integer({ min: 1, max: 1_000 }).map(BigInt);

describe('scaled', () => {
  it('is the nearest unit, halves away from zero, and never 0', () => {
    expect([1, 3, 5, -3].map((value) => scaled(value, { n: 1n, d: 2n }))).toEqual([1, 2, 3, -2]);
    expect([scaled(1, { n: 1n, d: 112n }), scaled(0, { n: 1n, d: 112n })]).toEqual([1, 0]);
  });

  it('is off by at most half a unit, and keeps the order', () => {
    fc.assert(
      fc.property(units, units, small, small, (a, b, n, d) => {
        const ratio = fraction(n, d);
        const exact = BigInt(a) * n;
        const off = BigInt(scaled(a, ratio)) * d - exact;
        if (exact >= d) expect(2n * (off < 0n ? -off : off) <= d).toBe(true);
        expect(Math.sign(scaled(a, ratio) - scaled(b, ratio)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('comes back where nothing was rounded', () => {
    fc.assert(
      fc.property(units, small, (value, n) => {
        const up = fraction(n, 1n);
        expect(scaled(scaled(value, up), inverse(up))).toBe(value);
        expect(times(up, inverse(up))).toEqual({ n: 1n, d: 1n });
      }),
    );
  });

  it('refuses what exceeds the exact range', () => {
    expect(scaled(MAX_UNITS / 2, { n: 2n, d: 1n })).toBe(MAX_UNITS);
    expect(() => scaled(MAX_UNITS / 2 + 1, { n: 2n, d: 1n })).toThrow(
      expect.objectContaining({ code: 'NUMBER_RANGE' }),
    );
  });
});

describe('simplestOf', () => {
  it.each([
    ['0357143', 1n, 28n],
    ['0089286', 1n, 112n],
    ['3333333', 1n, 3n],
    ['6666667', 2n, 3n],
    ['2500000', 1n, 4n],
    ['2000000', 1n, 5n],
    ['9973070', 997_307n, 1_000_000n],
    ['9999999', 9_999_999n, 10_000_000n],
  ])('0.%s is %i/%i', (digits, n, d) => {
    expect(simplestOf(BigInt(digits), 7)).toEqual({ n, d });
  });

  it('finds every split of up to 100 for 100 in its seven digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (n, d) => {
        const rounded = (2n * BigInt(n) * 10n ** 7n + BigInt(d)) / (2n * BigInt(d));
        expect(simplestOf(rounded * 10n ** 11n, 18)).toEqual(fraction(BigInt(n), BigInt(d)));
      }),
    );
  });
});
