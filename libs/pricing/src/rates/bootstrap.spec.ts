import { describe, expect, it } from '@jest/globals';
import { bootstrap, type CurveQuote, type SwapQuote } from './bootstrap.js';
import { forwardRate, parRate, zeroRate } from './curve.js';
import { addMonths, type Day, parseDay } from './day.js';
import { yearFraction } from './day-count.js';
import { type CurveInterpolation, INTERPOLATORS } from './interpolation.js';

const TODAY = parseDay('2024-03-15');
const NAMES = Object.keys(INTERPOLATORS) as CurveInterpolation[];

function deposit(months: number, rate: number): CurveQuote {
  return { kind: 'deposit', start: TODAY, end: addMonths(TODAY, months), rate, dayCount: 'ACT/360' };
}

function swap(years: number, rate: number): SwapQuote {
  const periods = Array.from({ length: years }, (_, i) => addMonths(TODAY, 12 * (i + 1)));
  return { kind: 'swap', start: TODAY, periods, rate, dayCount: '30/360' };
}

/** Deposits and swaps as they were quoted together in a public test suite of curves, in percent. */
const DEPOSITS = [
  [1, 4.581],
  [2, 4.573],
  [3, 4.557],
  [6, 4.496],
  [9, 4.49],
] as const;
const SWAPS = [
  [1, 4.54],
  [2, 4.63],
  [3, 4.75],
  [4, 4.86],
  [5, 4.99],
  [6, 5.11],
  [7, 5.23],
  [8, 5.33],
  [9, 5.41],
  [10, 5.47],
  [12, 5.6],
  [15, 5.75],
  [20, 5.89],
  [25, 5.95],
  [30, 5.96],
] as const;

describe('bootstrap', () => {
  it.each(NAMES)('%s: the curve reprices all its quotes', (interpolation) => {
    const quotes = [
      ...DEPOSITS.map(([months, rate]) => deposit(months, rate / 100)),
      ...SWAPS.map(([years, rate]) => swap(years, rate / 100)),
    ];
    const curve = bootstrap(TODAY, quotes, { interpolation });
    for (const [months, rate] of DEPOSITS) {
      const end = addMonths(TODAY, months);
      const growth = 1 / curve.discountOn(end);
      expect((growth - 1) / yearFraction(TODAY, end, 'ACT/360')).toBeCloseTo(rate / 100, 12);
    }
    for (const [years, rate] of SWAPS) {
      const { periods } = swap(years, rate);
      const times = periods.map((day) => curve.timeOf(day));
      expect(
        parRate(
          curve,
          0,
          times,
          times.map(() => 1),
        ),
      ).toBeCloseTo(rate / 100, 12);
    }
    expect(zeroRate(curve, 30)).toBeGreaterThan(zeroRate(curve, 1));
  });

  it('finds the discount factors of textbooks: D2 = (1 - s D1) / (1 + s)', () => {
    const [first, second] = [0.05, 0.055];
    const curve = bootstrap(TODAY, [swap(2, second), swap(1, first)]);
    const one = 1 / 1.05;
    expect(curve.discountOn(addMonths(TODAY, 12))).toBeCloseTo(one, 13);
    expect(curve.discountOn(addMonths(TODAY, 24))).toBeCloseTo((1 - second * one) / (1 + second), 13);
  });

  it.each(NAMES)('%s: takes forward rate agreements and futures with their convexity', (interpolation) => {
    const at = (months: number): Day => addMonths(TODAY, months);
    const quotes: CurveQuote[] = [
      deposit(3, 0.04),
      { kind: 'fra', start: at(3), end: at(6), rate: 0.042, dayCount: 'ACT/360' },
      { kind: 'future', start: at(6), end: at(9), price: 95.6, dayCount: 'ACT/360', convexity: 0.0005 },
    ];
    const curve = bootstrap(TODAY, quotes, { interpolation });
    const simple = (from: number, to: number) =>
      (forwardRate(curve, curve.timeOf(at(from)), curve.timeOf(at(to))) * 360) / 365;
    expect(simple(3, 6)).toBeCloseTo(0.042, 12);
    expect(simple(6, 9)).toBeCloseTo(0.0435, 12);
  });

  it.each<[string, CurveQuote[]]>([
    ['no quotes', []],
    ['two of one end', [deposit(12, 0.05), swap(1, 0.05)]],
    ['an end before its start', [{ ...deposit(1, 0.05), end: TODAY - 1 } as CurveQuote]],
    ['a start in the past', [{ ...deposit(1, 0.05), start: TODAY - 1 }]],
    ['a rate that is not finite', [deposit(1, NaN)]],
    ['a swap without periods', [{ ...swap(1, 0.05), periods: [] }]],
  ])('refuses %s', (_, quotes) => {
    expect(() => bootstrap(TODAY, quotes)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });

  it('says so when no curve meets the quotes', () => {
    // The second swap alone would pay more than the whole notional before its end.
    expect(() => bootstrap(TODAY, [swap(1, 0.05), swap(2, 40)])).toThrow(
      expect.objectContaining({ code: 'PRICING_NO_SOLUTION' }),
    );
  });
});
