import { describe, expect, it } from '@jest/globals';
import { expectOk, parseDecimal } from '@bourseworks/domain';
import fc from 'fast-check';
import { sizeOf, timeOf, unitsOf } from '../src/fields.js';

const units = (json: string, scale: number): number => unitsOf({ x: JSON.parse(json) as unknown }, 'x', scale);
const time = (text: string): unknown => timeOf({ t: text }, 't');
const bad = expect.objectContaining({ code: 'DATA_FORMAT' });

describe('numbers of JSON', () => {
  it('become the integers of their text, for every text of 15 digits', () => {
    const decimal = fc
      .tuple(fc.integer({ min: 0, max: 10 ** 9 - 1 }), fc.integer({ min: 0, max: 10 ** 6 - 1 }))
      .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(6, '0')}`);
    fc.assert(fc.property(decimal, (text) => units(text, 6) === expectOk(parseDecimal(text, 6))));
  });

  it('are not spoilt by the binary form of the double', () => {
    expect([units('1.005', 3), units('4.35', 2), units('3376.3001', 4), units('0.07', 2)]).toEqual([
      1005, 435, 33763001, 7,
    ]);
    expect([units('1e-4', 4), units('1.5e-7', 8), units('2e3', 2)]).toEqual([1, 15, 200_000]);
  });

  it('finer than a unit are rounded to the nearest, halves up', () => {
    expect([units('1.00005', 4), units('1.00004999', 4), units('0.719755', 5), units('1e-9', 4)]).toEqual([
      10_001, 10_000, 71_976, 0,
    ]);
  });

  it('of a size do not round to nothing', () => {
    expect([sizeOf({ s: 0.000001 }, 's', 5), sizeOf({ s: 0 }, 's', 5)]).toEqual([1, 0]);
  });

  it.each(['-1', '1e999', '1e12', '"1"', 'null'])('such as %s are refused', (json) => {
    expect(() => units(json, 4)).toThrow(bad);
  });
});

describe('times', () => {
  it('keep their nanoseconds', () => {
    expect(time('2021-02-22T15:51:45.335689322Z')).toEqual({ us: 1_614_009_105_335_689, ns: 322 });
    expect(time('2021-02-22T15:51:45.3355677Z')).toEqual({ us: 1_614_009_105_335_567, ns: 700 });
    expect(time('2021-02-22T15:51:45Z')).toEqual({ us: 1_614_009_105_000_000, ns: 0 });
    expect(time('2021-02-22T10:51:45.5-05:00')).toEqual({ us: 1_614_009_105_500_000, ns: 0 });
    expect(time('2024-02-29T23:59:59.999999999Z')).toEqual({ us: 1_709_251_199_999_999, ns: 999 });
  });

  it.each([
    '2021-02-30T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01',
    '',
    '2021-01-01T00:00:00',
  ])('such as "%s" are refused', (text) => {
    expect(() => time(text)).toThrow(bad);
  });
});
