import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Matrix } from '../math/matrix.js';
import { expectNear } from '../testing/near.js';
import { normals, uniforms } from '../testing/sample.js';
import { efficientFrontier, meanVariance, minimumVariance, minimumVarianceFor } from './mean-variance.js';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

/** Of the volatilities and correlations of example 2 of Maillard, Roncalli and Teiletche (2010). */
const EXAMPLE = [
  [0.01, 0.016, 0, 0],
  [0.016, 0.04, 0, 0],
  [0, 0, 0.09, -0.06],
  [0, 0, -0.06, 0.16],
];

function randomMarket(size: number, seed: number) {
  const next = normals(seed);
  const loadings = new Matrix(size, size + 3);
  loadings.data.forEach((_, i, data) => (data[i] = 0.1 * next()));
  const covariance = loadings.times(loadings.transpose()).toRows();
  const expected = Array.from({ length: size }, () => 0.05 * next());
  const uniform = uniforms(seed);
  const lower = Array.from({ length: size }, () => -0.3 + 0.3 * uniform());
  const upper = lower.map((value) => value + 0.1 + 1.2 * uniform());
  return { covariance, expected, lower, upper };
}

/**
 * How far weights are from the conditions of Karush, Kuhn and Tucker: there is one price of the budget (and of the return) at which
 * no weight that may rise gains by it, nor any that may fall.
 */
function breach(
  gradient: readonly number[],
  weights: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
): number {
  const mayRise = gradient.filter((_, i) => weights[i] < upper[i]);
  const mayFall = gradient.filter((_, i) => weights[i] > lower[i]);
  return Math.max(0, Math.max(...mayFall) - Math.min(...mayRise));
}

describe('minimumVariance', () => {
  it('gives the published weights of four assets', () => {
    const { weights, deviation } = minimumVariance(EXAMPLE);
    expectNear(
      Array.from(weights, (value) => Math.round(value * 1000) / 10),
      [74.5, 0, 15.2, 10.3],
      12,
    );
    expect(deviation).toBeCloseTo(0.0863, 3);
  });

  it('without bounds is the inverse of the covariance times ones', () => {
    const { covariance } = randomMarket(5, 3);
    const { weights, deviation } = minimumVariance(covariance, { lower: -Infinity, upper: Infinity });
    const products = Matrix.ofRows(covariance).timesVector(weights);
    for (const product of products) expect(product).toBeCloseTo(deviation ** 2, 14);
    expect(sum(weights)).toBeCloseTo(1, 13);
  });

  it('takes fixed weights, another budget and long-short bounds', () => {
    const { weights } = minimumVariance(EXAMPLE, { lower: [0.2, -0.5, 0, 0], upper: [0.2, 1, 1, 1], budget: 0.5 });
    expect(weights[0]).toBe(0.2);
    expect(sum(weights)).toBeCloseTo(0.5, 13);
    const all = [0.1, 0.2, 0.3, 0.4];
    expect(Array.from(minimumVariance(EXAMPLE, { lower: all, upper: all }).weights)).toEqual(all);
    expect(Array.from(minimumVariance([[2]]).weights)).toEqual([1]);
  });

  it('refuses bounds and matrices that allow no answer', () => {
    const refused: [string, number[][], object?][] = [
      ['STATISTICS_INFEASIBLE', EXAMPLE, { upper: 0.2 }],
      ['STATISTICS_INFEASIBLE', EXAMPLE, { lower: 0.3 }],
      ['STATISTICS_INFEASIBLE', EXAMPLE, { lower: 0.2, upper: 0.1 }],
      ['STATISTICS_RANGE', EXAMPLE, { lower: NaN }],
      ['STATISTICS_RANGE', EXAMPLE, { upper: -Infinity }],
      ['STATISTICS_RANGE', EXAMPLE, { budget: Infinity }],
      ['STATISTICS_SHAPE', EXAMPLE, { lower: [0, 0] }],
      ['STATISTICS_SHAPE', [], {}],
      ['STATISTICS_SHAPE', [[1, 0], [0]], {}],
      [
        'STATISTICS_NOT_FINITE',
        [
          [1, NaN],
          [NaN, 1],
        ],
        {},
      ],
      [
        'STATISTICS_NOT_POSITIVE',
        [
          [1, 2],
          [2, 1],
        ],
        {},
      ],
      [
        'STATISTICS_NOT_POSITIVE',
        [
          [1, 0.5],
          [0.4, 1],
        ],
        {},
      ],
      [
        'STATISTICS_NOT_POSITIVE',
        [
          [1, 1],
          [1, 1],
        ],
        {},
      ],
    ];
    for (const [code, covariance, bounds] of refused)
      expect(() => minimumVariance(covariance, bounds)).toThrow(expect.objectContaining({ code }));
  });
});

describe('meanVariance', () => {
  it('meets the conditions of a maximum to 1e-10 for any market and bounds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (size, seed, riskAversion) => {
          const { covariance, expected, lower, upper } = randomMarket(size, seed);
          const budget = 0.4 * sum(upper) + 0.6 * sum(lower);
          const { weights, expectedReturn } = meanVariance(covariance, expected, {
            riskAversion,
            lower,
            upper,
            budget,
          });
          const products = Matrix.ofRows(covariance).timesVector(weights);
          const gradient = expected.map((value, i) => riskAversion * products[i] - value);
          expect(breach(gradient, weights, lower, upper)).toBeLessThan(1e-10);
          expect(Math.abs(sum(weights) - budget)).toBeLessThan(1e-12);
          expect(weights.every((value, i) => value >= lower[i] && value <= upper[i])).toBe(true);
          expect(expectedReturn).toBeCloseTo(sum(weights.map((value, i) => value * expected[i])), 13);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('solves fifty assets, most of them on a bound', () => {
    const { covariance, expected } = randomMarket(50, 4);
    const { weights } = meanVariance(covariance, expected, { riskAversion: 1, upper: 0.1 });
    const products = Matrix.ofRows(covariance).timesVector(weights);
    const gradient = expected.map((value, i) => products[i] - value);
    const flat = (value: number) => Array.from({ length: 50 }, () => value);
    expect(breach(gradient, weights, flat(0), flat(0.1))).toBeLessThan(1e-10);
    expect(weights.filter((value) => value === 0 || value === 0.1).length).toBeGreaterThan(30);
  });

  it('refuses what is out of range', () => {
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => meanVariance(EXAMPLE, [1, 2, 3, 4], { riskAversion: 0 })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => meanVariance(EXAMPLE, [1, 2], { riskAversion: 1 })).toThrow(refusal('STATISTICS_SHAPE'));
    expect(() => meanVariance(EXAMPLE, [1, 2, NaN, 4], { riskAversion: 1 })).toThrow(refusal('STATISTICS_NOT_FINITE'));
  });
});

describe('minimumVarianceFor', () => {
  it('is the closed form of Merton without bounds', () => {
    const { covariance, expected } = randomMarket(4, 9);
    const none = { lower: -Infinity, upper: Infinity };
    const { weights, expectedReturn } = minimumVarianceFor(covariance, expected, { targetReturn: 0.03, ...none });
    expect(expectedReturn).toBeCloseTo(0.03, 13);
    // C w is a combination of ones and expected returns: the same slope between any two assets.
    const products = Matrix.ofRows(covariance).timesVector(weights);
    const slope = (i: number): number => (products[i] - products[0]) / (expected[i] - expected[0]);
    expect(slope(2)).toBeCloseTo(slope(1), 8);
    expect(slope(3)).toBeCloseTo(slope(1), 8);
  });

  it('refuses a return that the bounds do not reach', () => {
    const refusal = expect.objectContaining({ code: 'STATISTICS_INFEASIBLE' });
    expect(() => minimumVarianceFor(EXAMPLE, [1, 2, 3, 4], { targetReturn: 4.1 })).toThrow(refusal);
    expect(() => minimumVarianceFor(EXAMPLE, [0, 0, 0, 0], { targetReturn: 1 })).toThrow(refusal);
    expect(sum(minimumVarianceFor(EXAMPLE, [0, 0, 0, 0], { targetReturn: 0 }).weights)).toBeCloseTo(1, 13);
  });
});

describe('efficientFrontier', () => {
  it('goes from the least variance to the most return, each point better than any mixture of its neighbours', () => {
    for (const seed of [2, 5, 8]) {
      const { covariance, expected } = randomMarket(8, seed);
      const frontier = efficientFrontier(covariance, expected, { points: 12, upper: 0.4 });
      expect(frontier).toHaveLength(12);
      expect(frontier[0].deviation).toBeCloseTo(minimumVariance(covariance, { upper: 0.4 }).deviation, 12);
      const [first, second, third] = expected.toSorted((a, b) => b - a);
      expect(frontier[11].expectedReturn).toBeCloseTo(0.4 * first + 0.4 * second + 0.2 * third, 12);
      for (let i = 1; i < 12; i++) {
        expect(frontier[i].expectedReturn - frontier[i - 1].expectedReturn).toBeCloseTo(
          (frontier[11].expectedReturn - frontier[0].expectedReturn) / 11,
          11,
        );
        expect(frontier[i].deviation).toBeGreaterThan(frontier[i - 1].deviation);
        if (i < 11)
          expect(frontier[i].deviation * 2).toBeLessThan(frontier[i - 1].deviation + frontier[i + 1].deviation + 1e-12);
      }
    }
  });

  it('ends in the least variance among assets of the same best return', () => {
    const frontier = efficientFrontier(EXAMPLE, [0.1, 0.1, 0.05, 0.02], { points: 3 });
    expect(frontier[2].weights[0]).toBeCloseTo(1, 12);
    expect(Array.from(frontier[2].weights.subarray(2))).toEqual([0, 0]);
  });

  it('is one point where all returns are the same', () => {
    expect(efficientFrontier(EXAMPLE, [0.1, 0.1, 0.1, 0.1], { points: 5 })).toHaveLength(1);
  });

  it('needs bounds and points', () => {
    const refusal = expect.objectContaining({ code: 'STATISTICS_RANGE' });
    expect(() => efficientFrontier(EXAMPLE, [1, 2, 3, 4], { points: 5, upper: Infinity })).toThrow(refusal);
    for (const points of [1, 2.5, NaN, 1001])
      expect(() => efficientFrontier(EXAMPLE, [1, 2, 3, 4], { points })).toThrow(refusal);
  });
});
