import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Matrix } from '../math/matrix.js';
import { expectNear } from '../testing/near.js';
import { normals } from '../testing/sample.js';
import { riskParity } from './risk-parity.js';

describe('riskParity', () => {
  it('gives the published weights of four assets (Maillard, Roncalli and Teiletche 2010)', () => {
    const { weights } = riskParity([
      [0.01, 0.016, 0, 0],
      [0.016, 0.04, 0, 0],
      [0, 0, 0.09, -0.06],
      [0, 0, -0.06, 0.16],
    ]);
    expectNear(
      Array.from(weights, (value) => Math.round(value * 1000) / 10),
      [38.4, 19.2, 24.3, 18.2],
      12,
    );
  });

  it('is inverse volatility where all correlations are the same', () => {
    const deviations = [0.1, 0.2, 0.4];
    const covariance = deviations.map((a, i) => deviations.map((b, j) => a * b * (i === j ? 1 : 0.3)));
    expectNear(riskParity(covariance).weights, [4 / 7, 2 / 7, 1 / 7], 10);
  });

  it('gives every asset its share of the risk, whatever the market and the budgets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: 15, maxLength: 15 }),
        (size, seed, shares) => {
          const next = normals(seed);
          const loadings = new Matrix(size, size + 2);
          loadings.data.forEach((_, i, data) => (data[i] = next()));
          const budgets = shares.slice(0, size);
          const total = budgets.reduce((a, b) => a + b, 0);
          const result = riskParity(loadings.times(loadings.transpose()).toRows(), { budgets });
          result.contributions.forEach((value, i) =>
            expect(Math.abs(value / result.deviation - budgets[i] / total)).toBeLessThan(1e-9),
          );
          expect(result.weights.every((weight) => weight > 0)).toBe(true);
          expect(result.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each<[string, number[][], object]>([
    ['STATISTICS_RANGE', [[1]], { budgets: [0] }],
    ['STATISTICS_SHAPE', [[1]], { budgets: [1, 1] }],
    [
      'STATISTICS_NOT_POSITIVE',
      [
        [1, 1],
        [1, 1],
      ],
      {},
    ],
  ])('refuses with %s', (code, covariance, options) => {
    expect(() => riskParity(covariance, options)).toThrow(expect.objectContaining({ code }));
  });
});
