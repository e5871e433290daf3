import { describe, expect, it } from '@jest/globals';
import { normals } from '../testing/sample.js';
import {
  closeToCloseVolatility,
  garmanKlassVolatility,
  parkinsonVolatility,
  rogersSatchellVolatility,
  yangZhangVolatility,
  type BarSeries,
} from './range-volatility.js';

const estimators = { parkinsonVolatility, garmanKlassVolatility, rogersSatchellVolatility, yangZhangVolatility };

/** Bars of a geometric Brownian motion of so many small steps, with gaps between bars. */
function brownian(bars: number, seed: number, { sigma = 0.02, drift = 0, gap = 0 }) {
  const next = normals(seed);
  const steps = 400;
  const result = { open: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  let at = 0;
  for (let i = 0; i < bars; i++) {
    at += gap * next();
    let [high, low] = [at, at];
    result.open.push(Math.exp(at));
    for (let k = 0; k < steps; k++) {
      at += drift / steps + (sigma / Math.sqrt(steps)) * next();
      high = Math.max(high, at);
      low = Math.min(low, at);
    }
    result.high.push(Math.exp(high));
    result.low.push(Math.exp(low));
    result.close.push(Math.exp(at));
  }
  return result;
}

const bars: BarSeries = { open: [100, 102, 101], high: [104, 103, 105], low: [99, 98, 100], close: [103, 99, 104] };

describe('volatility of bars', () => {
  it('is what the formulas say of three bars', () => {
    const ln = Math.log;
    const ranges = [ln(104 / 99), ln(103 / 98), ln(105 / 100)];
    const squares = ranges.map((range) => range ** 2);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(parkinsonVolatility(bars) ** 2).toBeCloseTo(mean(squares) / (4 * ln(2)), 15);
    const changes = [ln(103 / 100), ln(99 / 102), ln(104 / 101)];
    const klass = squares.map((square, i) => square / 2 - (2 * ln(2) - 1) * changes[i] ** 2);
    expect(garmanKlassVolatility(bars) ** 2).toBeCloseTo(mean(klass), 15);
    const satchell = [
      ln(104 / 103) * ln(104 / 100) + ln(99 / 103) * ln(99 / 100),
      ln(103 / 99) * ln(103 / 102) + ln(98 / 99) * ln(98 / 102),
      ln(105 / 104) * ln(105 / 101) + ln(100 / 104) * ln(100 / 101),
    ];
    expect(rogersSatchellVolatility(bars) ** 2).toBeCloseTo(mean(satchell), 15);
    const gaps = [ln(102 / 103), ln(101 / 99)];
    // Of two values the sample variance is half the square of their difference.
    const weight = 0.34 / (1.34 + 3);
    const expected =
      (gaps[0] - gaps[1]) ** 2 / 2 +
      (weight * (changes[1] - changes[2]) ** 2) / 2 +
      (1 - weight) * mean(satchell.slice(1));
    expect(yangZhangVolatility(bars) ** 2).toBeCloseTo(expected, 15);
    const closes = [ln(99 / 103), ln(104 / 99)];
    expect(closeToCloseVolatility(bars.close) ** 2).toBeCloseTo((closes[0] - closes[1]) ** 2 / 2, 15);
  });

  it('grows with the root of the periods', () => {
    for (const estimate of Object.values(estimators))
      expect(estimate(bars, { periods: 252 })).toBeCloseTo(estimate(bars) * Math.sqrt(252), 12);
    expect(closeToCloseVolatility(bars.close, { periods: 4 })).toBeCloseTo(2 * closeToCloseVolatility(bars.close), 12);
  });

  it('is near that of a Brownian motion; a little low, as steps miss the true extremes', () => {
    const path = brownian(600, 3, {});
    for (const estimate of [...Object.values(estimators), (all: BarSeries) => closeToCloseVolatility(all.close)]) {
      expect(estimate(path) / 0.02).toBeGreaterThan(0.9);
      expect(estimate(path) / 0.02).toBeLessThan(1.06);
    }
  });

  it('of Rogers and Satchell and of Yang and Zhang is not misled by a drift, the others are', () => {
    const path = brownian(300, 4, { drift: 0.04 });
    expect(rogersSatchellVolatility(path) / 0.02).toBeLessThan(1.05);
    expect(yangZhangVolatility(path) / 0.02).toBeLessThan(1.05);
    expect(parkinsonVolatility(path) / 0.02).toBeGreaterThan(1.3);
    expect(garmanKlassVolatility(path) / 0.02).toBeGreaterThan(1.1);
  });

  it('of Yang and Zhang sees the gaps between bars', () => {
    const path = brownian(600, 5, { gap: 0.015 });
    expect(yangZhangVolatility(path) / Math.hypot(0.02, 0.015)).toBeCloseTo(1, 1);
    expect(rogersSatchellVolatility(path)).toBeLessThan(0.021);
  });

  it('is zero for prices that stand still', () => {
    const still = [5, 5, 5];
    for (const estimate of Object.values(estimators))
      expect(estimate({ open: still, high: still, low: still, close: still })).toBe(0);
    expect(closeToCloseVolatility(still)).toBe(0);
  });

  it.each<[string, Partial<BarSeries>]>([
    ['STATISTICS_RANGE', { high: [104, 103, 103.9] }],
    ['STATISTICS_RANGE', { low: [99, 98, 102] }],
    ['STATISTICS_RANGE', { low: [99, 98, 0] }],
    ['STATISTICS_RANGE', { open: [100, -102, 101] }],
    ['STATISTICS_NOT_FINITE', { close: [103, NaN, 104] }],
    ['STATISTICS_SHAPE', { close: [103, 99] }],
    ['STATISTICS_TOO_SHORT', { open: [], high: [], low: [], close: [] }],
  ])('refuses with %s', (code, changed) => {
    for (const estimate of [parkinsonVolatility, garmanKlassVolatility, rogersSatchellVolatility])
      expect(() => estimate({ ...bars, ...changed })).toThrow(expect.objectContaining({ code }));
  });

  it('needs enough bars, and periods above zero', () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    const two = { open: [1, 1], high: [2, 2], low: [1, 1], close: [2, 2] };
    expect(() => yangZhangVolatility(two)).toThrow(refusal('STATISTICS_TOO_SHORT'));
    expect(() => closeToCloseVolatility([1, 2])).toThrow(refusal('STATISTICS_TOO_SHORT'));
    expect(() => closeToCloseVolatility([1, 2, 0])).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => parkinsonVolatility(bars, { periods: 0 })).toThrow(refusal('STATISTICS_RANGE'));
  });
});
