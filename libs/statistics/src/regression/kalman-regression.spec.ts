import { describe, expect, it } from '@jest/globals';
import { cholesky, solveCholesky } from '../math/cholesky.js';
import { Matrix } from '../math/matrix.js';
import { normals } from '../testing/sample.js';
import { KalmanRegression } from './kalman-regression.js';
import { leastSquares } from './least-squares.js';

const next = normals(23);
const x = Array.from({ length: 200 }, () => 20 + next());
const y = x.map((value, i) => 1 + (i < 100 ? 2 : 3) * value + 0.1 * next());

describe('KalmanRegression', () => {
  it('is recursive least squares while the coefficients do not move', () => {
    const filter = new KalmanRegression({
      regressors: 1,
      coefficientVariance: 0,
      observationVariance: 1,
      initialVariance: 1e8,
    });
    for (let i = 0; i < 100; i++) filter.update(y[i], [x[i]]);
    const { coefficients } = leastSquares(y.slice(0, 100), [x.slice(0, 100)]);
    expect(filter.coefficients[0]).toBeCloseTo(coefficients[0], 4);
    expect(filter.coefficients[1]).toBeCloseTo(coefficients[1], 5);
    expect(filter.count).toBe(100);
  });

  it('equals what the joint normal distribution of all observations says of the last coefficients', () => {
    const [w, noise, initial] = [[0.02, 0.01], 0.3, 2];
    const length = 9;
    const filter = new KalmanRegression({
      regressors: 1,
      coefficientVariance: w,
      observationVariance: noise,
      initialVariance: initial,
    });
    const steps = Array.from({ length }, (_, i) => filter.update(y[i], [x[i]]));
    const row = (i: number): number[] => [1, x[i]];
    // Covariance of coefficient k at the times s and t: initial + the drift up to the earlier one.
    const shared = (s: number, t: number, k: number): number => initial + w[k] * (Math.min(s, t) + 1);
    const covariance = new Matrix(length, length);
    for (let s = 0; s < length; s++)
      for (let t = 0; t < length; t++)
        covariance.set(
          s,
          t,
          [0, 1].reduce((sum, k) => sum + row(s)[k] * row(t)[k] * shared(s, t, k), s === t ? noise : 0),
        );
    const weights = solveCholesky(cholesky(covariance, 'covariance'), y.slice(0, length));
    for (const k of [0, 1]) {
      const expected = weights.reduce((sum, value, t) => sum + value * row(t)[k] * shared(length - 1, t, k), 0);
      expect(filter.coefficients[k]).toBeCloseTo(expected, 9);
    }
    expect(steps[0].error).toBe(y[0]);
    expect(steps[0].variance).toBeCloseTo(covariance.at(0, 0), 9);
    expect(steps[3].z).toBeCloseTo(steps[3].error / Math.sqrt(steps[3].variance), 12);
  });

  it('follows a ratio that changes, and a fixed one does not', () => {
    const settings = { regressors: 1, observationVariance: 0.01 };
    const adaptive = new KalmanRegression({ ...settings, coefficientVariance: 1e-4 });
    const fixed = new KalmanRegression({ ...settings, coefficientVariance: 0 });
    for (let i = 0; i < 200; i++) for (const filter of [adaptive, fixed]) filter.update(y[i], [x[i]]);
    const wrong = ({ coefficients: [a, b] }: KalmanRegression): number => Math.abs(a + b * 20 - 61);
    expect(wrong(adaptive)).toBeLessThan(0.3);
    expect(wrong(fixed)).toBeGreaterThan(3);
  });

  it('goes on from a snapshot, through JSON, as if it had never stopped', () => {
    const settings = { regressors: 1, coefficientVariance: 1e-5, observationVariance: 0.01 };
    const whole = new KalmanRegression(settings);
    for (let i = 0; i < 60; i++) whole.update(y[i], [x[i]]);
    const again = KalmanRegression.restore(settings, JSON.parse(JSON.stringify(whole.snapshot())));
    for (let i = 60; i < 120; i++) expect(again.update(y[i], [x[i]])).toEqual(whole.update(y[i], [x[i]]));
    expect(again.snapshot()).toEqual(whole.snapshot());
  });

  it('refuses bad observations and stays as it was', () => {
    const filter = new KalmanRegression({ regressors: 1, coefficientVariance: 0, observationVariance: 1 });
    filter.update(1, [2]);
    const before = filter.snapshot();
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => filter.update(NaN, [2])).toThrow(refusal('STATISTICS_NOT_FINITE'));
    expect(() => filter.update(1, [Infinity])).toThrow(refusal('STATISTICS_NOT_FINITE'));
    expect(() => filter.update(1, [2, 3])).toThrow(refusal('STATISTICS_SHAPE'));
    expect(filter.snapshot()).toEqual(before);
  });

  it.each([
    ['STATISTICS_RANGE', { regressors: 0, coefficientVariance: 0, observationVariance: 1 }],
    ['STATISTICS_RANGE', { regressors: 1, coefficientVariance: -1, observationVariance: 1 }],
    ['STATISTICS_RANGE', { regressors: 1, coefficientVariance: 0, observationVariance: 0 }],
    ['STATISTICS_SHAPE', { regressors: 2, coefficientVariance: [0, 0], observationVariance: 1 }],
    ['STATISTICS_RANGE', { regressors: 1, coefficientVariance: 0, observationVariance: 1, initialVariance: NaN }],
  ])('has settings in their range: %s', (code, settings) => {
    expect(() => new KalmanRegression(settings)).toThrow(expect.objectContaining({ code }));
  });

  it('takes no snapshot of another shape', () => {
    const settings = { regressors: 1, coefficientVariance: 0, observationVariance: 1 };
    const good = new KalmanRegression(settings).snapshot();
    for (const bad of [
      { ...good, coefficients: [1] },
      { ...good, covariance: [[1, 0]] },
      { ...good, covariance: [[1], [1]] },
    ])
      expect(() => KalmanRegression.restore(settings, bad)).toThrow(
        expect.objectContaining({ code: 'STATISTICS_SHAPE' }),
      );
    expect(() => KalmanRegression.restore(settings, { ...good, count: -1 })).toThrow(
      expect.objectContaining({ code: 'STATISTICS_RANGE' }),
    );
  });
});
