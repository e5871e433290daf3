import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_UNITS } from './brand.js';
import { formatDecimal, fromNumber, parseDecimal, parseDecimalBig, toNumber, trimDecimal } from './decimal.js';

const scale = fc.integer({ min: 0, max: 12 });
const units = fc.oneof(fc.integer({ min: -MAX_UNITS, max: MAX_UNITS }), fc.integer({ min: -1_000, max: 1_000 }));

describe('decimal texts', () => {
  it('come back as they went out, trimmed or not', () => {
    fc.assert(
      fc.property(units, scale, (value, digits) => {
        const text = formatDecimal(value, digits);
        expect(parseDecimal(text, digits)).toEqual({ ok: true, value: value + 0 });
        expect(parseDecimal(trimDecimal(text), digits)).toEqual({ ok: true, value: value + 0 });
        expect(formatDecimal(BigInt(value), digits)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('read the same through the short path and through bigint', () => {
    const texts = fc.oneof(
      fc.stringMatching(/^-?\d{1,18}(\.\d{1,14})?$/),
      fc.stringMatching(/^[0-9.]{0,8}$/),
      fc.constantFrom('', '.', '1.', '.5', '-0', '-0.0', '00.10', '1e3', ' 1', '+1', '0x1', 'NaN', '١'),
    );
    fc.assert(
      fc.property(texts, scale, (text, digits) => {
        const big = parseDecimalBig(text, digits);
        const short = parseDecimal(text, digits);
        const inRange = big.ok && Math.abs(Number(big.value)) <= MAX_UNITS;
        expect(short.ok).toBe(inRange);
        if (short.ok && big.ok) {
          expect(Object.is(short.value, Number(big.value))).toBe(true);
          expect(BigInt(short.value)).toBe(big.value);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('are refused beyond the scale, unless by zeros, and beyond 2^50 units', () => {
    expect(parseDecimal('1.230', 2)).toEqual({ ok: true, value: 123 });
    expect(parseDecimal('1.234', 2)).toMatchObject({ refusal: { code: 'NUMBER_RANGE', details: { decimals: 2 } } });
    expect(parseDecimal(String(MAX_UNITS), 0)).toEqual({ ok: true, value: MAX_UNITS });
    expect(parseDecimal(String(MAX_UNITS + 1), 0)).toMatchObject({ refusal: { code: 'NUMBER_RANGE' } });
    expect(parseDecimal('1,5', 2)).toMatchObject({ refusal: { code: 'NUMBER_INVALID' } });
    expect(parseDecimal(undefined as unknown as string, 2)).toMatchObject({ refusal: { code: 'NUMBER_INVALID' } });
  });
});

describe('market-data doubles', () => {
  it('survive the way to units and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 48), max: 2 ** 48 }), fc.integer({ min: 0, max: 8 }), (value, digits) => {
        expect(fromNumber(toNumber(value, digits), digits)).toBe(value + 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lose binary noise, and never give minus zero', () => {
    expect(fromNumber(124.41876474999998, 8)).toBe(12441876475);
    expect(Object.is(fromNumber(-0.001, 2), 0)).toBe(true);
    expect(fromNumber(-0.005, 2)).toBe(-1);
  });
});
