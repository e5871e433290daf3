import { describe, expect, it } from '@jest/globals';
import { dataTest } from '@bourseworks/testkit';
import { leastSquares } from '../regression/least-squares.js';
import { closes } from '../testing/pairs.js';
import { autoregression, normals, randomWalk } from '../testing/sample.js';
import { halfLife } from './half-life.js';
import { ornsteinUhlenbeck } from './ornstein-uhlenbeck.js';

/** Exact steps of an Ornstein-Uhlenbeck process. */
function path(
  length: number,
  seed: number,
  reversion: number,
  mean: number,
  volatility: number,
  step: number,
): number[] {
  const next = normals(seed);
  const phi = Math.exp(-reversion * step);
  const deviation = volatility * Math.sqrt((1 - phi * phi) / (2 * reversion));
  let at = mean;
  return Array.from({ length }, () => (at = mean + phi * (at - mean) + deviation * next()));
}

describe('ornsteinUhlenbeck', () => {
  it('finds what a path was made of, whatever the step', () => {
    for (const step of [1 / 252, 0.05, 0.3]) {
      const { reversion, reversionError, mean, volatility } = ornsteinUhlenbeck(path(20_000, 7, 6, 2, 0.5, step), {
        step,
      });
      expect(Math.abs(reversion - 6)).toBeLessThan(3 * reversionError);
      expect(mean).toBeCloseTo(2, 1);
      expect(volatility / 0.5).toBeCloseTo(1, 1);
    }
  });

  it('has the greatest likelihood of the transition density there is nearby', () => {
    const step = 0.1;
    const series = path(400, 5, 3, 1, 0.4, step);
    const fit = ornsteinUhlenbeck(series, { step });
    const likelihood = (theta: number, mean: number, sigma: number): number => {
      const phi = Math.exp(-theta * step);
      const variance = (sigma ** 2 * (1 - phi ** 2)) / (2 * theta);
      return series
        .slice(1)
        .map((value, i) => value - mean - phi * (series[i] - mean))
        .reduce((sum, e) => sum - (Math.log(2 * Math.PI * variance) + e ** 2 / variance) / 2, 0);
    };
    const { reversion, mean, volatility, logLikelihood } = fit;
    expect(likelihood(reversion, mean, volatility)).toBeCloseTo(logLikelihood, 8);
    for (const factor of [0.99, 1.01]) {
      expect(likelihood(reversion * factor, mean, volatility)).toBeLessThan(logLikelihood);
      expect(likelihood(reversion, mean * factor, volatility)).toBeLessThan(logLikelihood);
      expect(likelihood(reversion, mean, volatility * factor)).toBeLessThan(logLikelihood);
    }
    expect(fit.halfLife).toBeCloseTo(Math.LN2 / reversion, 12);
    expect(fit.deviation).toBeCloseTo(volatility / Math.sqrt(2 * reversion), 12);
  });

  it('measures time in the units of the step', () => {
    const series = path(500, 5, 3, 1, 0.4, 0.1);
    const days = ornsteinUhlenbeck(series);
    const years = ornsteinUhlenbeck(series, { step: 1 / 252 });
    expect(years.reversion / days.reversion).toBeCloseTo(252, 8);
    expect(years.volatility / days.volatility).toBeCloseTo(Math.sqrt(252), 8);
    expect(years.deviation).toBeCloseTo(days.deviation, 10);
  });

  it('says that an explosive series does not return', () => {
    const series = Array.from({ length: 40 }, (_, i) => 1.05 ** i + 0.01 * Math.sin(i * i));
    expect(ornsteinUhlenbeck(series)).toMatchObject({ halfLife: Infinity, deviation: Infinity });
    expect(ornsteinUhlenbeck(series).reversion).toBeLessThan(0);
    expect(halfLife(series)).toBe(Infinity);
  });

  it.each<[string, number[], object]>([
    ['STATISTICS_TOO_SHORT', [1, 2, 1], {}],
    ['STATISTICS_NOT_FINITE', [1, 2, 1, NaN, 2], {}],
    ['STATISTICS_SINGULAR', [2, 2, 2, 2, 2], {}],
    ['STATISTICS_SINGULAR', [1, -1, 1.1, -1, 1, -1.1, 1], {}],
    ['STATISTICS_RANGE', randomWalk(20, 1), { step: 0 }],
  ])('refuses with %s', (code, series, options) => {
    expect(() => ornsteinUhlenbeck(series, options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('halfLife', () => {
  it('is ln 2 over the speed of return for slow series, and short for quick ones', () => {
    const slow = autoregression(5000, 3, 0.99);
    expect(halfLife(slow) / ornsteinUhlenbeck(slow).halfLife).toBeCloseTo(1, 1);
    const quick = autoregression(5000, 3, 0.2);
    expect(halfLife(quick)).toBeGreaterThan(1.5 * ornsteinUhlenbeck(quick).halfLife);
  });

  dataTest('of the spread of GLD and GDX comes from its regression', ['pairs/gld_gdx_data.csv'], () => {
    const gld = closes('gld_gdx_data.csv', 'GLD');
    const { residuals } = leastSquares(gld, [closes('gld_gdx_data.csv', 'GDX')]);
    const mean = residuals.slice(0, -1).reduce((a, b) => a + b, 0) / (residuals.length - 1);
    const level = residuals.slice(0, -1).map((value) => value - mean);
    const products = level.reduce((sum, value, i) => sum + value * (residuals[i + 1] - residuals[i]), 0);
    const squares = level.reduce((sum, value) => sum + value * value, 0);
    expect(halfLife(residuals)).toBeCloseTo((-Math.LN2 * squares) / products, 9);
  });
});
