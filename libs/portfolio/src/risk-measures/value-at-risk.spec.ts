import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { normalQuantile } from './normal.js';
import {
  cornishFisherOf,
  cornishFisherQuantile,
  cornishFisherRisk,
  historicalRisk,
  normalRisk,
} from './value-at-risk.js';

/** Twenty returns, in no order. */
const RETURNS = [
  0.01, -0.05, 0.03, 0.02, -0.01, 0.04, 0, 0.005, -0.03, 0.06, 0.01, 0.015, 0.02, 0.025, -0.02, 0.03, 0.035, -0.01,
  0.04, 0.05,
];
const hundred = Array.from({ length: 100 }, (_, i) => (i - 50) / 1_000);

describe('historical value at risk and expected shortfall', () => {
  it.each([
    // One case of 20; the worst.
    [RETURNS, 0.95, 0.05, 0.05],
    // Two cases.
    [RETURNS, 0.9, 0.03, 0.04],
    // One and a half: the second in part, (0.05 + 0.5 x 0.03) / 1.5.
    [RETURNS, 0.925, 0.03, 0.065 / 1.5],
    // The fifth of a hundred; mean of -50 ... -46.
    [hundred, 0.95, 0.046, 0.048],
    [hundred, 0.99, 0.05, 0.05],
  ])('example %#', (returns, level, valueAtRisk, expectedShortfall) => {
    const risk = expectOk(historicalRisk(returns, level));
    expect(risk.valueAtRisk).toBeCloseTo(valueAtRisk, 12);
    expect(risk.expectedShortfall).toBeCloseTo(expectedShortfall, 12);
  });

  it('need returns', () => {
    expect(historicalRisk([], 0.95)).toMatchObject({ refusal: { code: 'SAMPLE_TOO_SMALL' } });
    expect(historicalRisk([NaN], 0.95)).toMatchObject({ refusal: { code: 'SAMPLE_TOO_SMALL' } });
    expect(() => historicalRisk(RETURNS, 95)).toThrow('95');
  });
});

describe('normal value at risk and expected shortfall', () => {
  it.each([
    // Two returns of +-1 %: mean 0, deviation 0.01 x sqrt(2).
    [[0.01, -0.01], 0.95, 1.6448536269514722 * 0.0141421356, 2.0627128075 * 0.0141421356],
    [[0.01, -0.01], 0.99, 2.3263478740408408 * 0.0141421356, 2.6652142203 * 0.0141421356],
    [RETURNS, 0.95, 0.03202569255773037, 0.04359105513754413],
  ])('example %#', (returns, level, valueAtRisk, expectedShortfall) => {
    const risk = expectOk(normalRisk(returns, level));
    expect(risk.valueAtRisk).toBeCloseTo(valueAtRisk, 8);
    expect(risk.expectedShortfall).toBeCloseTo(expectedShortfall, 8);
  });
});

describe('Cornish-Fisher value at risk and expected shortfall', () => {
  const shapes = [
    [{ mean: 0, deviation: 1, skewness: -0.5, excessKurtosis: 1 }, 0.99],
    [{ mean: 0.0005, deviation: 0.01, skewness: -1, excessKurtosis: 3 }, 0.95],
    [{ mean: 0, deviation: 0.02, skewness: 0.3, excessKurtosis: 0.5 }, 0.975],
  ] as const;

  it.each([
    // -2.3263 - 0.3677 - 0.2338 + 0.0941
    [...shapes[0], 2.8337090353393686],
    [...shapes[1], 0.017997859131693626],
    [...shapes[2], 0.03678207851550739],
  ] as const)('example %#: the quantile', (shape, level, expected) => {
    expect(cornishFisherOf(shape, level).valueAtRisk).toBeCloseTo(expected, 12);
  });

  it.each(shapes)('example %#: the shortfall is the mean of the quantile over the tail', (shape, level) => {
    const n = 200_000;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = normalQuantile(((i + 0.5) / n) * (1 - level));
      sum += cornishFisherQuantile(z, shape.skewness, shape.excessKurtosis);
    }
    const loss = -(shape.mean + (shape.deviation * sum) / n);
    expect(cornishFisherOf(shape, level).expectedShortfall / loss).toBeCloseTo(1, 4);
  });

  it('is the normal measure for returns without skewness and excess', () => {
    const shape = { mean: 0.001, deviation: 0.01, skewness: 0, excessKurtosis: 0 };
    expect(cornishFisherOf(shape, 0.95).valueAtRisk).toBeCloseTo(0.01 * 1.6448536269514722 - 0.001, 12);
    expect(cornishFisherOf(shape, 0.95).expectedShortfall).toBeCloseTo(0.01 * 2.062712807507426 - 0.001, 10);
  });

  it('takes the shape of the sample', () => {
    expect(expectOk(cornishFisherRisk(RETURNS, 0.95)).valueAtRisk).toBeCloseTo(0.03597150957674283, 12);
    expect(cornishFisherRisk([0.01, 0.01, 0.01, 0.01], 0.95)).toMatchObject({ refusal: { code: 'SAMPLE_TOO_SMALL' } });
  });
});
