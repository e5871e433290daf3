import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk } from './result.js';
import { defineInstrument, type InstrumentSpec } from './instrument.js';
import { MAX_UNITS } from './brand.js';
import { notionalMoney, riskNotional, Wide } from './wide.js';

const units = fc.oneof(
  fc.integer({ min: -MAX_UNITS, max: MAX_UNITS }),
  fc.constantFrom(0, 1, -1, MAX_UNITS, -MAX_UNITS, 2 ** 25, 2 ** 25 - 1, 2 ** 25 + 1, -(2 ** 25), MAX_UNITS - 1),
);

const ceilDiv = (n: bigint, d: bigint): bigint => {
  const m = n < 0n ? -n : n;
  return (m + d - 1n) / d;
};

describe('Wide against BigInt', () => {
  it('multiplies exactly', () => {
    fc.assert(
      fc.property(units, units, (a, b) => {
        const wide = Wide.product(a, b);
        expect(wide.toBigInt()).toBe(BigInt(a) * BigInt(b));
        expect(wide.sign).toBe(Number(BigInt(a) * BigInt(b) > 0n) - Number(BigInt(a) * BigInt(b) < 0n));
        expect(wide.lo >= 0 && wide.lo < MAX_UNITS).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('sums products and integers exactly, in one accumulator, and compares', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(units, units), { maxLength: 4 }), fc.maxSafeInteger(), (pairs, integer) => {
        const wide = new Wide();
        let big = 0n;
        for (const [a, b] of pairs) {
          wide.addProduct(a, b);
          big += BigInt(a) * BigInt(b);
        }
        const before = new Wide().add(wide);
        wide.addInteger(integer);
        expect(wide.toBigInt()).toBe(big + BigInt(integer));
        expect(Math.sign(wide.compare(before))).toBe(Math.sign(integer));
        expect(wide.clear().toBigInt()).toBe(0n);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a bigint as it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 101n), max: 1n << 101n }), units, (value, integer) => {
        expect(Wide.of(value).toBigInt()).toBe(value);
        expect(Wide.of(value).addInteger(integer).toBigInt()).toBe(value + BigInt(integer));
        expect(Wide.of(value).compare(Wide.of(value))).toBe(0);
      }),
    );
  });

  it('divides by powers of ten rounding the magnitude up', () => {
    fc.assert(
      fc.property(units, units, fc.integer({ min: 0, max: 24 }), (a, b, digits) => {
        const expected = ceilDiv(BigInt(a) * BigInt(b), 10n ** BigInt(digits));
        const actual = Wide.product(a, b).ceilAbsDivPow10(digits);
        if (expected <= BigInt(Number.MAX_SAFE_INTEGER)) expect(actual).toBe(Number(expected));
        else expect(actual).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
      }),
      { numRuns: 3_000 },
    );
  });
});

const specs: InstrumentSpec[] = [
  { venue: 'v', symbol: 'BTC', assetClass: 'crypto', currency: 'USD', tickSize: '0.01', lotSize: '0.00000001' },
  { venue: 'v', symbol: 'IBM', assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1' },
  { venue: 'v', symbol: 'ES', assetClass: 'future', currency: 'USD', tickSize: '0.25', lotSize: '1', multiplier: 50 },
  { venue: 'v', symbol: 'X', assetClass: 'index', currency: 'USD', tickSize: '1', lotSize: '1' },
];

describe('notionals against BigInt', () => {
  for (const spec of specs) {
    const instrument = expectOk(defineInstrument(spec));
    const scale = instrument.priceScale + instrument.qtyScale;

    it(`are exact money for ${spec.symbol}`, () => {
      fc.assert(
        fc.property(units, units, (price, quantity) => {
          const expected = BigInt(price) * BigInt(quantity) * BigInt(instrument.multiplier) * 10n ** BigInt(18 - scale);
          expect(notionalMoney(instrument, price, quantity)).toBe(expected);
        }),
      );
    });

    it(`are never below the exact value, and by less than a multiplier of 10^-4 above it, for ${spec.symbol}`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: MAX_UNITS }), units, (price, quantity) => {
          const exact = BigInt(price) * BigInt(Math.abs(quantity)) * BigInt(instrument.multiplier);
          const actual = riskNotional(instrument, price, quantity);
          const floor = (exact * 10n ** 4n) / 10n ** BigInt(scale);
          if (actual === Infinity)
            expect(floor + BigInt(instrument.multiplier)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
          else {
            expect(BigInt(actual) * 10n ** BigInt(scale)).toBeGreaterThanOrEqual(exact * 10n ** 4n);
            expect(BigInt(actual) - floor).toBeLessThanOrEqual(BigInt(instrument.multiplier));
          }
        }),
        { numRuns: 1_000 },
      );
    });
  }
});
