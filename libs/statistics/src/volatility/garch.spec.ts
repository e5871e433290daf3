import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repoRoot } from '@bourseworks/testkit';
import { expectNear } from '../testing/near.js';
import { normals } from '../testing/sample.js';
import { garchLikelihood } from './garch-likelihood.js';
import { garch, garchForecast } from './garch.js';

/** Daily changes of the Deutschmark in pounds, percent, 1984 to 1991 (Bollerslev and Ghysels 1996). */
const returns = readFileSync(join(repoRoot(), 'libs/statistics/fixtures/deutschmark-pound.txt'), 'utf8')
  .trim()
  .split('\n')
  .map(Number);

const deutschmark = garch(returns);

/** Returns of a known process, after 500 that are forgotten. */
function simulated(length: number, seed: number, omega: number, alpha: number, beta: number, mean = 0): number[] {
  const next = normals(seed);
  let h = omega / (1 - alpha - beta);
  const path = Array.from({ length: length + 500 }, () => {
    const error = Math.sqrt(h) * next();
    h = omega + alpha * error ** 2 + beta * h;
    return mean + error;
  });
  return path.slice(500);
}

describe('garch', () => {
  it('gives the benchmark of Fiorentini, Calzolari and Panattoni (1996) for the Deutschmark', () => {
    const fit = deutschmark;
    expectNear([fit.mean, fit.omega, fit.alpha, fit.beta], [-0.00619041, 0.0107613, 0.153134, 0.805974], 5);
    expect(fit.logLikelihood).toBeCloseTo(-1106.608, 3);
    expectNear(fit.standardErrors, [0.00846212, 0.00285271, 0.0265228, 0.0335527], 5);
    expectNear(fit.robustErrors, [0.00918935, 0.00649319, 0.0535317, 0.0724614], 5);
  });

  it('does not depend on the unit of the returns', () => {
    const percent = deutschmark;
    const fit = garch(returns.map((value) => value / 100));
    expectNear(
      [fit.mean * 1e2, fit.omega * 1e4, fit.alpha, fit.beta],
      [percent.mean, percent.omega, percent.alpha, percent.beta],
      5,
    );
    expectNear(
      fit.robustErrors.map((error, k) => error * [1e2, 1e4, 1, 1][k]),
      Array.from(percent.robustErrors),
      4,
    );
  });

  it('finds what a path was made of, within its standard errors', () => {
    const truth = [0.05, 0.1, 0.12, 0.8];
    const [mean, omega, alpha, beta] = truth;
    const fit = garch(simulated(2500, 11, omega, alpha, beta, mean));
    [fit.mean, fit.omega, fit.alpha, fit.beta].forEach((value, k) =>
      expect(Math.abs(value - truth[k])).toBeLessThan(3 * fit.standardErrors[k]),
    );
    expect(fit.longRunVariance).toBeCloseTo(omega / (1 - alpha - beta), 0);
  });

  it('has a likelihood that no point of a grid exceeds, with a mean and without', () => {
    const path = simulated(600, 3, 0.2, 0.15, 0.7);
    for (const kind of ['constant', 'zero'] as const) {
      const fit = garch(path, { mean: kind });
      let best = -Infinity;
      for (let omega = 0.02; omega < 1; omega *= 1.7)
        for (let alpha = 0.01; alpha < 0.5; alpha += 0.06)
          for (let beta = 0; alpha + beta < 1; beta += 0.1)
            best = Math.max(best, garchLikelihood(path, { mean: fit.mean, omega, alpha, beta }).logLikelihood);
      expect(best).toBeLessThan(fit.logLikelihood);
      expect(best).toBeGreaterThan(fit.logLikelihood - 2);
    }
    expect(garch(path, { mean: 'zero' })).toMatchObject({ mean: 0, standardErrors: { 0: NaN } });
  });

  it('has the exact gradient', () => {
    const point = { mean: 0.03, omega: 0.05, alpha: 0.1, beta: 0.8 };
    const path = returns.slice(0, 200);
    const { gradient } = garchLikelihood(path, point);
    (['mean', 'omega', 'alpha', 'beta'] as const).forEach((name, k) => {
      const at = (step: number) => garchLikelihood(path, { ...point, [name]: point[name] + step }).logLikelihood;
      const numeric = (at(1e-6) - at(-1e-6)) / 2e-6;
      expect(Math.abs(numeric - gradient[k])).toBeLessThan(1e-5 * (1 + Math.abs(numeric)));
    });
  });

  it('stays within its bounds where the maximum lies on one', () => {
    const next = normals(5);
    const fit = garch(Array.from({ length: 400 }, next));
    expect(Math.min(fit.omega, 1 - fit.persistence)).toBeGreaterThan(0);
    expect(Math.min(fit.alpha, fit.beta)).toBeGreaterThanOrEqual(0);
    expect(fit.omega / (1 - fit.persistence)).toBeCloseTo(1, 0);
  });

  it('tells the variances that its parameters stand for, and the next', () => {
    const { mean, omega, alpha, beta, variances, nextVariance } = deutschmark;
    expect(variances).toHaveLength(returns.length);
    const next = (t: number) => omega + alpha * (returns[t] - mean) ** 2 + beta * variances[t];
    expect(variances[700]).toBeCloseTo(next(699), 12);
    expect(nextVariance).toBeCloseTo(next(returns.length - 1), 12);
  });

  it.each<[string, number[], object]>([
    ['STATISTICS_TOO_SHORT', returns.slice(0, 49), {}],
    ['STATISTICS_NOT_FINITE', [...returns.slice(0, 60), NaN], {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 60 }, () => 0.1), {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 60 }, () => 0), {}],
    ['STATISTICS_RANGE', returns, { mean: 'ar' }],
  ])('refuses with %s', (code, series, options) => {
    expect(() => garch(series, options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('garchForecast', () => {
  it('goes from the next variance to that of the long run', () => {
    const fit = deutschmark;
    const forecast = garchForecast(fit, 400);
    expect(forecast[0]).toBe(fit.nextVariance);
    expect(forecast[9]).toBeCloseTo(
      fit.longRunVariance + fit.persistence ** 9 * (fit.nextVariance - fit.longRunVariance),
      12,
    );
    expect(forecast[399]).toBeCloseTo(fit.longRunVariance, 6);
  });

  it('has a horizon', () => {
    for (const horizon of [0, 1.5, NaN, 2 ** 21])
      expect(() => garchForecast(deutschmark, horizon)).toThrow(expect.objectContaining({ code: 'STATISTICS_RANGE' }));
  });
});
