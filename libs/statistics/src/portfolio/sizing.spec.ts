import { describe, expect, it } from '@jest/globals';
import { Matrix } from '../math/matrix.js';
import { kellyBet, kellyFraction, kellyWeights } from './kelly.js';
import { meanVariance } from './mean-variance.js';
import { volatilityTargetExposure } from './volatility-target.js';

const refusal = (code: string) => expect.objectContaining({ code });

describe('kelly', () => {
  it('stakes twice the probability less one on even money (Kelly 1956)', () => {
    expect(kellyBet({ probability: 0.53, gain: 1 })).toBeCloseTo(0.06, 14);
    expect(kellyBet({ probability: 0.5, gain: 1 })).toBe(0);
    expect(kellyBet({ probability: 0.4, gain: 1 })).toBeCloseTo(-0.2, 14);
  });

  it('stakes what grows fastest for any odds', () => {
    const bet = { probability: 0.55, gain: 1.2, loss: 0.8 };
    const growth = (f: number): number => 0.55 * Math.log1p(1.2 * f) + 0.45 * Math.log1p(-0.8 * f);
    const fraction = kellyBet(bet);
    expect(growth(fraction)).toBeGreaterThan(growth(fraction - 1e-3));
    expect(growth(fraction)).toBeGreaterThan(growth(fraction + 1e-3));
  });

  it('gives the published share of the index (Thorp 2006: 11 % less 6 %, deviation 15 %)', () => {
    expect(kellyFraction(0.11 - 0.06, 0.15)).toBeCloseTo(2.22, 2);
  });

  it('of several assets solves the covariance, and is an aversion of one', () => {
    const covariance = [
      [0.04, 0.01],
      [0.01, 0.09],
    ];
    const weights = kellyWeights(covariance, [0.05, 0.06]);
    const back = Matrix.ofRows(covariance).timesVector(weights);
    expect(back[0]).toBeCloseTo(0.05, 15);
    expect(back[1]).toBeCloseTo(0.06, 15);
    expect(kellyWeights([[0.15 ** 2]], [0.05])[0]).toBeCloseTo(kellyFraction(0.05, 0.15), 12);
    const budget = weights[0] + weights[1];
    const bounded = meanVariance(covariance, [0.05, 0.06], { riskAversion: 1, lower: -10, upper: 10, budget });
    expect(bounded.weights[0]).toBeCloseTo(weights[0], 12);
  });

  it('refuses what is out of range', () => {
    expect(() => kellyBet({ probability: 1.1, gain: 1 })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => kellyBet({ probability: 0.5, gain: 0 })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => kellyBet({ probability: 0.5, gain: 1, loss: 0 })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => kellyFraction(0.1, 0)).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => kellyFraction(NaN, 1)).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => kellyWeights([[1]], [1, 2])).toThrow(refusal('STATISTICS_SHAPE'));
  });
});

describe('volatilityTargetExposure', () => {
  it('is the target over the volatility, up to the most', () => {
    expect(volatilityTargetExposure({ target: 0.1, volatility: 0.2 })).toBe(0.5);
    expect(volatilityTargetExposure({ target: 0.1, volatility: 0.05 })).toBe(1);
    expect(volatilityTargetExposure({ target: 0.1, volatility: 0.05, most: 3 })).toBe(2);
    expect(volatilityTargetExposure({ target: 0.1, volatility: 0, most: 3 })).toBe(3);
  });

  it('refuses what is out of range', () => {
    for (const bad of [{ target: 0 }, { volatility: -0.1 }, { volatility: NaN }, { most: Infinity }])
      expect(() => volatilityTargetExposure({ target: 0.1, volatility: 0.2, ...bad })).toThrow(
        refusal('STATISTICS_RANGE'),
      );
  });
});
