import { describe, expect, it } from '@jest/globals';
import { US_PER_DAY } from '@bourseworks/domain';
import { BenchmarkStatistics } from './benchmark-statistics.js';
import { ReturnStatistics } from './return-statistics.js';

const of = (equities: readonly number[]): ReturnStatistics => {
  const statistics = new ReturnStatistics();
  for (const [i, equity] of equities.entries()) statistics.add(equity, i * 365.25 * US_PER_DAY);
  return statistics;
};

describe('statistics of returns', () => {
  // Returns +10 %, -10 %, +20 %: mean 1/15, deviations 1/30, -1/6, 2/15.
  const statistics = of([100, 110, 99, 118.8]);
  const terms = { periods: 4 };
  const deviation = Math.sqrt((1 / 900 + 1 / 36 + 4 / 225) / 2);

  it('total, mean and geometric mean', () => {
    expect(statistics.totalReturn).toBeCloseTo(0.188, 12);
    expect(statistics.meanReturn).toBeCloseTo(1 / 15, 12);
    expect(statistics.geometricMean).toBeCloseTo(1.188 ** (1 / 3) - 1, 12);
  });

  it('annualised by periods and by the calendar', () => {
    expect(statistics.annualisedReturn(terms)).toBeCloseTo(1.188 ** (4 / 3) - 1, 12);
    expect(statistics.cagr).toBeCloseTo(1.188 ** (1 / 3) - 1, 12);
  });

  it('volatility, plain and compounded', () => {
    expect(statistics.annualisedDeviation(terms)).toBeCloseTo(2 * deviation, 12);
    const growth = 1.188 ** (2 / 3);
    expect(statistics.compoundDeviation(terms)).toBeCloseTo(
      Math.sqrt((deviation ** 2 + growth) ** 4 - growth ** 4),
      12,
    );
  });

  it('Sharpe, Sortino and Calmar ratios', () => {
    const riskFree = { periods: 4, riskFree: 0.02 };
    expect(statistics.sharpe(riskFree)).toBeCloseTo(((1 / 15 - 0.005) / deviation) * 2, 12);
    const annual = 1.188 ** (4 / 3) - 1;
    expect(statistics.sortino(riskFree)).toBeCloseTo((annual - 0.02) / (2 * Math.sqrt(0.01 / 3)), 12);
    expect(statistics.calmar(terms, 0.1)).toBeCloseTo(annual / 0.1, 12);
  });

  it('know nothing of one point, and have no mean growth of a lost account', () => {
    expect(of([100]).deviation).toBeNaN();
    expect(of([100, 0]).annualisedReturn(terms)).toBe(0);
  });
});

describe('beta and alpha', () => {
  it('of twice the benchmark are two and nothing', () => {
    const benchmark = [100, 103, 99, 107, 104];
    const statistics = new BenchmarkStatistics();
    for (const price of benchmark) statistics.add(50 * (price / 100) ** 2, price);
    expect(statistics.beta).toBeCloseTo(2, 12);
    expect(statistics.alpha(0.1, 0.04, 0.01)).toBeCloseTo(0.1 - 0.01 - 2 * 0.03, 12);
  });
});
