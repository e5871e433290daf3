import { describe, expect, it } from '@jest/globals';
import { annuity, DiscountCurve, flatCurve, forwardRate, parRate, shiftedCurve, zeroRate } from './curve.js';
import { type CurveInterpolation, INTERPOLATORS } from './interpolation.js';

const NAMES = Object.keys(INTERPOLATORS) as CurveInterpolation[];
/** The times and rates on which P. Hagan and G. West compare interpolations ("Methods for Constructing a Yield Curve", 2008). */
const TIMES = [0.1, 1, 4, 9, 20, 30];
const RATES = [0.081, 0.07, 0.044, 0.07, 0.04, 0.03];

describe('DiscountCurve', () => {
  it.each(NAMES)('%s meets its nodes', (name) => {
    const curve = DiscountCurve.fromZeroRates(TIMES, RATES, name);
    TIMES.forEach((time, i) => expect(zeroRate(curve, time)).toBeCloseTo(RATES[i], 13));
    expect(curve.discount(0)).toBe(1);
  });

  it.each(NAMES)('%s: the forward is the slope of the logarithm, within and beyond the nodes', (name) => {
    const curve = DiscountCurve.fromZeroRates(TIMES, RATES, name);
    const h = 1e-5;
    for (let t = 0.0503; t < 34; t += 0.0971) {
      if (TIMES.some((node) => Math.abs(node - t) < 2 * h)) continue;
      const slope = Math.log(curve.discount(t - h) / curve.discount(t + h)) / (2 * h);
      expect(curve.instantaneousForward(t)).toBeCloseTo(slope, 8);
    }
  });

  it.each<CurveInterpolation>(['natural cubic', 'monotone convex'])('%s has forwards without jumps', (name) => {
    const curve = DiscountCurve.fromZeroRates(TIMES, RATES, name);
    for (const node of TIMES) {
      const [before, after] = [node - 1e-9, node + 1e-9].map((t) => curve.instantaneousForward(t));
      expect(after).toBeCloseTo(before, 7);
    }
  });

  it('monotone convex keeps forwards positive where a cubic does not', () => {
    const low = (name: CurveInterpolation) => {
      const curve = DiscountCurve.fromZeroRates(TIMES, RATES, name);
      let least = Infinity;
      for (let t = 0; t <= 30; t += 0.01) least = Math.min(least, curve.instantaneousForward(t));
      return least;
    };
    expect(low('monotone convex')).toBeGreaterThanOrEqual(0);
    expect(low('natural cubic')).toBeLessThan(0);
  });

  it('monotone convex holds its laws on curves of every shape, negative rates too', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const times = TIMES.map((time, i) => time + 0.3 * Math.abs(Math.sin(seed * (i + 1))));
      const rates = times.map((_, i) => 0.02 + 0.05 * Math.sin(seed * 1.7 + i * (1 + (seed % 5))));
      const curve = DiscountCurve.fromZeroRates(times, rates, 'monotone convex');
      const sum = integral((t) => curve.instantaneousForward(t), times);
      expect(sum).toBeCloseTo(-Math.log(curve.discount(times[times.length - 1])), 3);
      times.forEach((time, i) => expect(zeroRate(curve, time)).toBeCloseTo(rates[i], 12));
    }
  });

  it('linear zero and log-linear discount are the plain formulas', () => {
    const linear = DiscountCurve.fromZeroRates([1, 2], [0.03, 0.05], 'linear zero');
    expect(zeroRate(linear, 1.25)).toBeCloseTo(0.035, 14);
    expect(zeroRate(linear, 0.4)).toBeCloseTo(0.03, 14);
    const constant = DiscountCurve.fromDiscounts([1, 2], [0.97, 0.9]);
    expect(constant.discount(1.5)).toBeCloseTo(Math.sqrt(0.97 * 0.9), 14);
    expect(constant.discount(3)).toBeCloseTo((0.9 * 0.9) / 0.97, 14);
  });

  it('natural cubic runs through a straight line as a line', () => {
    const curve = DiscountCurve.fromZeroRates([1, 2, 5, 9], [0.04, 0.04, 0.04, 0.04], 'natural cubic');
    expect(curve.discount(7.3)).toBeCloseTo(Math.exp(-0.04 * 7.3), 14);
  });

  it('is made from rates of any compounding', () => {
    const curve = DiscountCurve.fromZeroRates([1, 2], [0.03, 0.05], 'linear zero', 1);
    expect(curve.discount(2)).toBeCloseTo(1.05 ** -2, 14);
    expect(zeroRate(curve, 2, 1)).toBeCloseTo(0.05, 14);
  });

  it.each([
    [[], []],
    [
      [1, 1],
      [0.9, 0.8],
    ],
    [
      [2, 1],
      [0.9, 0.8],
    ],
    [
      [0, 1],
      [1, 0.9],
    ],
    [[1], [0.9, 0.8]],
    [[1], [-0.9]],
    [[NaN], [0.9]],
  ])('refuses the nodes %j %j', (times, discounts) => {
    expect(() => DiscountCurve.fromDiscounts(times, discounts)).toThrow(
      expect.objectContaining({ code: 'PRICING_INPUT' }),
    );
  });

  it('refuses times before now and unknown interpolations', () => {
    const curve = DiscountCurve.fromDiscounts([1], [0.9]);
    expect(() => curve.discount(-0.1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => zeroRate(curve, 0)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => forwardRate(curve, 1, 1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => DiscountCurve.fromDiscounts([1], [0.9], 'cubic' as CurveInterpolation)).toThrow(
      expect.objectContaining({ code: 'PRICING_INPUT' }),
    );
  });
});

describe('Rates of a curve', () => {
  it('are those of a flat curve', () => {
    const curve = flatCurve(0.06, 2);
    expect(zeroRate(curve, 3.7, 2)).toBeCloseTo(0.06, 14);
    expect(forwardRate(curve, 1, 4.5, 2)).toBeCloseTo(0.06, 14);
    expect(parRate(curve, 0, [0.5, 1, 1.5, 2], [0.5, 0.5, 0.5, 0.5])).toBeCloseTo(0.06, 14);
  });

  it('forward, par rate and annuity follow from discount factors', () => {
    const curve = DiscountCurve.fromDiscounts([1, 2, 3], [0.95, 0.9, 0.85]);
    expect(forwardRate(curve, 1, 2)).toBeCloseTo(0.95 / 0.9 - 1, 14);
    expect(annuity(curve, [1, 2, 3], [1, 1, 1])).toBeCloseTo(2.7, 14);
    expect(parRate(curve, 0, [1, 2, 3], [1, 1, 1])).toBeCloseTo(0.15 / 2.7, 14);
    expect(() => annuity(curve, [1, 2], [1])).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });

  it('a shifted curve has its zero rates moved, in the compounding of the shift', () => {
    const curve = shiftedCurve(flatCurve(0.05), 0.01, 2);
    expect(zeroRate(curve, 4, 2)).toBeCloseTo(zeroRate(flatCurve(0.05), 4, 2) + 0.01, 13);
    expect(curve.discount(0)).toBe(1);
  });
});

/** By Simpson's rule, apart for each interval: forwards may bend sharply at nodes. */
function integral(f: (t: number) => number, times: readonly number[]): number {
  let sum = 0;
  let from = 0;
  for (const to of times) {
    const n = 200;
    const h = (to - from) / n;
    for (let i = 0; i < n; i++) {
      const at = from + i * h;
      sum += (h / 6) * (f(at) + 4 * f(at + h / 2) + f(Math.min(at + h, to)));
    }
    from = to;
  }
  return sum;
}
