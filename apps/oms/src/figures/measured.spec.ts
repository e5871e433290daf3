import { describe, expect, it } from '@jest/globals';
import { Measured } from './measured.js';
import { performanceShape, riskMeasures } from './performance-shape.js';

const MONEY = 10n ** 18n;
const DAY = 86_400_000_000;
const T0 = 20_000 * DAY;

/** Equity after each gain or loss of a day, in parts of a thousand. */
function run(gains: readonly number[], transferOn?: number, transfer = 0n): Measured {
  const measured = new Measured('USD');
  let equity = 1_000_000n * MONEY;
  let transfers = 0n;
  measured.point(T0, equity, transfers, true);
  gains.forEach((gain, day) => {
    if (day === transferOn) {
      transfers += transfer;
      equity += transfer;
      measured.point(T0 + day * DAY + 2, equity, transfers, true);
    }
    equity += (equity * BigInt(gain)) / 1_000n;
    measured.point(T0 + (day + 1) * DAY, equity, transfers, true);
  });
  return measured;
}

const GAINS = Array.from({ length: 30 }, (_, day) => ((day * 7) % 11) - 5);

describe('what is measured', () => {
  it.each([500_000n, -900_000n, 10n ** 9n])('does not see money that comes or goes: %s', (amount) => {
    const [plain, moved] = [run(GAINS), run(GAINS, 10, amount * MONEY)];
    plain.dailyReturns().forEach((value, day) => expect(moved.dailyReturns()[day]).toBeCloseTo(value, 9));
    expect(moved.drawdownRatio).toBeCloseTo(plain.drawdownRatio, 9);
    expect(moved.performance.summary().totalReturn).toBeCloseTo(plain.performance.summary().totalReturn, 9);
  });

  it('states the high-water mark as of the capital of today', () => {
    const measured = run([100, -50], 1, -550_000n * MONEY);
    // 1 000 000 -> 1 100 000; half of it leaves; 5 % of the rest are lost.
    expect(measured.highWaterMark).toBe(550_000n * MONEY);
    expect(measured.drawdown).toBe(27_500n * MONEY);
    expect(measured.drawdownRatio).toBeCloseTo(0.05, 12);
  });

  it('begins with the first capital', () => {
    const measured = new Measured('USD');
    measured.point(T0, 0n, 0n, false);
    expect(performanceShape(measured)).toBeUndefined();
    measured.point(T0 + 1, 500n * MONEY, 500n * MONEY, false);
    expect(performanceShape(measured)).toMatchObject({ highWaterMark: '500.00', drawdown: '0.00', totalReturn: 0 });
  });

  it('takes returns of days that are over', () => {
    expect(run([10, 20]).dailyReturns()).toEqual([expect.closeTo(0.01, 12)]);
  });

  it('has no figure of a year after one day, and none that is no number', () => {
    const early = performanceShape(run([10]));
    for (const name of ['sharpe', 'annualisedReturn', 'profitFactor', 'hitRatio'])
      expect(early).not.toHaveProperty(name);
    expect(JSON.parse(JSON.stringify(performanceShape(run(GAINS))))).toMatchObject({
      days: 31,
      sharpe: expect.any(Number),
      maxDrawdown: expect.any(Number),
    });
  });
});

describe('value at risk', () => {
  it('is not given of too few days, with the reason', () => {
    expect(riskMeasures([0.01, -0.02])).toEqual({
      level: 0.95,
      days: 2,
      reason: '2 of the 20 daily returns that it takes',
    });
  });

  it('is given by all three measures once there are enough', () => {
    const { historical, normal, cornishFisher, reason } = riskMeasures(run(GAINS).dailyReturns());
    expect(reason).toBeUndefined();
    for (const risk of [historical, normal, cornishFisher])
      expect(risk?.expectedShortfall).toBeGreaterThanOrEqual(risk?.valueAtRisk ?? NaN);
    expect(historical?.valueAtRisk).toBeCloseTo(0.005, 9);
  });

  it('leaves out what returns that do not vary have not', () => {
    const measures = riskMeasures(Array.from({ length: 25 }, () => 0));
    expect(measures).toMatchObject({ historical: { valueAtRisk: 0 } });
    expect(measures).not.toHaveProperty('cornishFisher');
  });
});
