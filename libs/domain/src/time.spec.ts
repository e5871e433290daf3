import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareTime, formatIso, formatNanos, parseNanos, timestamp } from './time.js';

const us = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const ns = fc.integer({ min: 0, max: 999 });

describe('times', () => {
  it('come back from decimal nanoseconds exactly', () => {
    fc.assert(
      fc.property(us, ns, (micros, nanos) => {
        const text = formatNanos(micros, nanos);
        expect(BigInt(text)).toBe(BigInt(micros) * 1_000n + BigInt(nanos));
        expect(parseNanos(text)).toEqual({ ok: true, value: { us: micros, ns: nanos } });
      }),
      { numRuns: 1_000 },
    );
  });

  it('order like their nanoseconds', () => {
    fc.assert(
      fc.property(us, ns, us, ns, (a, an, b, bn) => {
        const big = BigInt(a) * 1_000n + BigInt(an) - (BigInt(b) * 1_000n + BigInt(bn));
        expect(Math.sign(compareTime(timestamp(a, an), timestamp(b, bn)))).toBe(Number(big > 0n) - Number(big < 0n));
      }),
    );
  });

  it('are refused when not plain digits or beyond the exact range', () => {
    for (const text of ['', '-1', '1.5', '12e3', '99999999999999999999', ' 1']) {
      expect(parseNanos(text)).toMatchObject({ refusal: { code: 'NUMBER_INVALID' } });
    }
    expect(parseNanos('9999999999999999999')).toMatchObject({ refusal: { code: 'NUMBER_RANGE' } });
    expect(parseNanos(5 as unknown as string)).toMatchObject({ refusal: { code: 'NUMBER_INVALID' } });
  });

  it('print with microseconds', () => {
    expect(formatIso(1_700_000_000_123_456)).toBe('2023-11-14T22:13:20.123456Z');
  });
});
