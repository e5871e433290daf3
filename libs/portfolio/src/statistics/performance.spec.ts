import { describe, expect, it } from '@jest/globals';
import { expectOk, US_PER_DAY } from '@bourseworks/domain';
import { ConversionRates } from '../conversion/conversion-rates.js';
import { instrument, money } from '../testing/positions.js';
import { Performance, type PerformanceOptions } from './performance.js';

const ibm = instrument('IBM');
const sap = instrument('SAP', { currency: 'EUR' });
const options: PerformanceOptions = { currency: 'USD', method: 'flat', periods: 252 };
const HOUR = US_PER_DAY / 24;

describe('performance', () => {
  it('takes returns from days, drawdowns from every point', () => {
    const performance = new Performance(options);
    for (const [hour, equity] of [
      [10, '100'],
      [16, '110'],
      [34, '55'],
      [40, '121'],
      [64, '108.9'],
    ] as const)
      performance.point(hour * HOUR, money(equity), true);
    const returns = performance.returns();
    // Days end at 110, 121 and 108.90: +10 % and -10 %.
    expect(returns.points).toBe(3);
    expect(returns.totalReturn).toBeCloseTo(-0.01, 12);
    expect(performance.summary().maxDrawdown).toBeCloseTo(0.5, 12);
    expect(performance.summary().exposureTime).toBe(1);
    // Asking does not end the day.
    performance.point(65 * HOUR, money('121'), false);
    expect(performance.returns().totalReturn).toBeCloseTo(0.1, 12);
  });

  it('takes trades from fills, in one currency', () => {
    const rates = new ConversionRates();
    expectOk(rates.set('EUR', 'USD', '2', 0));
    const performance = new Performance({ ...options, rates });
    performance.point(0, money('1000'), false);
    expectOk(performance.fill(1, ibm, 10, 1_000));
    expectOk(performance.fill(2, ibm, -10, 1_100, money('1')));
    expectOk(performance.fill(2, sap, -1, 1_000));
    expectOk(performance.fill(3, sap, 1, 1_300));
    performance.point(4, money('1003'), false);
    const summary = performance.summary();
    expect(summary).toMatchObject({ trades: 2, hitRatio: 0.5, profitFactor: 1.5, expectancy: 1.5 });
    // 100 + 110 USD and 10 + 13 EUR on 1 000 USD.
    expect(summary.turnover).toBeCloseTo(0.256, 12);
    expect(performance.trips(sap.key)).toMatchObject([{ entryUs: 2, exitUs: 3, quantity: -1, profit: money('-3') }]);
  });

  it('leaves a trade out that no rate converts, and says so', () => {
    const performance = new Performance(options);
    expect(performance.fill(1, sap, 1, 1_000)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_MISSING' } });
    expect(performance.fill(2, sap, -1, 1_100)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_MISSING' } });
    expect(performance.summary().trades).toBe(0);
    expect(performance.trips(sap.key)).toHaveLength(1);
  });

  it('compares with a benchmark where one is given', () => {
    const performance = new Performance(options);
    for (const [i, price] of [100, 101, 99, 104].entries())
      performance.point(i, money(String(price * price)), true, price);
    expect(performance.summary().beta).toBeCloseTo(2, 9);
  });
});
