import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideUp, formatMoney, parseMoney, roundMoney } from './money.js';
import { expectOk } from './result.js';

const amounts = fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n });

describe('money', () => {
  it('comes back from its text exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (amount) => {
        expect(expectOk(parseMoney(formatMoney(amount)))).toBe(amount);
      }),
    );
    expect(formatMoney(12_500_000_000_000_000_000n)).toBe('12.50');
    expect(formatMoney(-123_450_000_000_000n)).toBe('-0.00012345');
  });

  it('rounds half away from zero, by at most half a unit', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        const unit = 10n ** BigInt(18 - decimals);
        const rounded = roundMoney(amount, decimals);
        expect(rounded % unit).toBe(0n);
        const off = rounded > amount ? rounded - amount : amount - rounded;
        expect(off * 2n <= unit).toBe(true);
        if (off * 2n === unit) expect(rounded > 0n ? rounded > amount : rounded < amount).toBe(true);
        expect(roundMoney(-amount, decimals)).toBe(0n - rounded);
      }),
    );
  });

  it('divides fees up in magnitude', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.boolean(), (numerator, size, negative) => {
        const denominator = negative ? -size : size;
        const result = divideUp(numerator, denominator);
        const abs = (n: bigint) => (n < 0n ? -n : n);
        expect(abs(result) * size >= abs(numerator)).toBe(true);
        expect((abs(result) - 1n) * size < abs(numerator)).toBe(true);
        if (numerator !== 0n) expect(result < 0n).toBe(numerator < 0n !== negative);
      }),
    );
  });
});
