import { describe, expect, it } from '@jest/globals';
import { expectNear } from '../testing/near.js';
import { normals } from '../testing/sample.js';
import { durbinWatson, leastSquares } from './least-squares.js';

/** Longley, An appraisal of least squares programs for the electronic computer, JASA 62 (1967): employment and six regressors. */
const EMPLOYED = [
  60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551,
];
const REGRESSORS = [
  [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
  [
    234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
    518173, 554894,
  ],
  [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
  [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
  [
    107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
    127852, 130081,
  ],
  Array.from({ length: 16 }, (_, i) => 1947 + i),
];

describe('leastSquares', () => {
  it('gives the certified values of Longley (NIST StRD)', () => {
    const result = leastSquares(EMPLOYED, REGRESSORS);
    expectNear(
      result.coefficients,
      [
        -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359,
        -0.0511041056535807, 1829.15146461355,
      ],
      9,
    );
    expectNear(
      result.standardErrors,
      [
        890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.22607320006937,
        455.478499142212,
      ],
      9,
    );
    expectNear(
      [result.rSquared, result.residualDeviation, result.fStatistic, result.residualSquares],
      [0.995479004577296, 304.854073561965, 330.285339234588, 836424.055505915],
      10,
    );
    expect(result.degreesOfFreedom).toBe(9);
  });

  it('gives the other figures of statsmodels for Longley', () => {
    const result = leastSquares(EMPLOYED, REGRESSORS);
    expectNear(result.tStatistics, [-3.910803, 0.177376, -1.069516, -4.136427, -4.821985, -0.226051, 4.01589], 5);
    expectNear(result.pValues, [0.00356, 0.863141, 0.312681, 0.002535, 0.000944, 0.826212, 0.003037], 3);
    expectNear(
      [result.adjustedRSquared, result.fPValue, result.logLikelihood, result.aic, result.bic, result.durbinWatson],
      [
        0.992465007628816, 4.984030528754534e-10, -109.6174348084912, 233.2348696169824, 238.64299067266086,
        2.5594876892797256,
      ],
      9,
    );
    expectNear([Math.sqrt(result.covariance[6][6])], [455.478499142212], 9);
  });

  it('measures a fit without a constant about zero', () => {
    const result = leastSquares(EMPLOYED, [REGRESSORS[1], REGRESSORS[2]], { constant: false });
    expectNear(result.coefficients, [0.12286, 4.679856], 4);
    expectNear(
      [result.rSquared, result.adjustedRSquared, result.fStatistic],
      [0.9663969108742065, 0.9615964695705218, 201.31418128837623],
      10,
    );
  });

  it('takes Float64Arrays, changes none of its input, and finds an exact relation', () => {
    const next = normals(3);
    const x = Float64Array.from({ length: 50 }, next);
    const y = x.map((value) => 2 - 3 * value);
    const before = [x.slice(), y.slice()];
    const { coefficients, residuals, rSquared } = leastSquares(y, [x]);
    expect([x, y]).toEqual(before);
    expectNear(coefficients, [2, -3], 13);
    expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-13);
    expect(rSquared).toBeCloseTo(1, 14);
  });

  it('has a mean as the fit of a constant alone', () => {
    const result = leastSquares([1, 2, 6], []);
    expectNear([result.coefficients[0], result.residualDeviation], [3, Math.sqrt(7)], 14);
    expect([result.fStatistic, result.fPValue]).toEqual([NaN, NaN]);
  });

  it.each([
    ['STATISTICS_TOO_SHORT', [1, 2], [[1, 3]]],
    ['STATISTICS_NOT_FINITE', [1, NaN, 2, 3], [[1, 3, 4, 5]]],
    ['STATISTICS_NOT_FINITE', [1, 0, 2, 3], [[1, 3, Infinity, 5]]],
    ['STATISTICS_SHAPE', [1, 0, 2, 3], [[1, 3, 4]]],
    ['STATISTICS_SINGULAR', [1, 0, 2, 3], [[5, 5, 5, 5]]],
    [
      'STATISTICS_SINGULAR',
      [1, 0, 2, 3, 4],
      [
        [1, 2, 4, 5, 7],
        [2, 4, 8, 10, 14],
      ],
    ],
  ])('refuses with %s', (code, y, xs) => {
    expect(() => leastSquares(y, xs)).toThrow(expect.objectContaining({ name: 'StatisticsError', code }));
  });

  it('needs a column', () => {
    expect(() => leastSquares([1, 2, 3], [], { constant: false })).toThrow(
      expect.objectContaining({ code: 'STATISTICS_SHAPE' }),
    );
  });
});

describe('durbinWatson', () => {
  it('is 0 for a level, near 4 for what alternates, near 2 for noise', () => {
    expect(durbinWatson([2, 2, 2])).toBe(0);
    expect(durbinWatson([1, -1, 1, -1])).toBe(3);
    expect(durbinWatson(Array.from({ length: 4000 }, normals(5)))).toBeCloseTo(2, 1);
  });
});
