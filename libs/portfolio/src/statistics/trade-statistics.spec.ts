import { describe, expect, it } from '@jest/globals';
import { Activity } from './activity.js';
import { TradeStatistics } from './trade-statistics.js';

describe('statistics of trades', () => {
  const statistics = new TradeStatistics();
  for (const [profit, ratio, duration] of [
    [30, 0.1, 10],
    [-10, -0.05, 30],
    [10, 0.2, 20],
    [0, 0, 40],
  ] as const)
    statistics.add(profit, ratio, duration);

  it('count wins and losses; a trade of nothing is neither', () => {
    expect(statistics).toMatchObject({ count: 4, wins: 2, losses: 1, hitRatio: 0.5, best: 0.2, worst: -0.05 });
    expect([statistics.averageDurationUs, statistics.maxDurationUs]).toEqual([25, 40]);
  });

  it('profit factor, expectancy, quality number and Kelly fraction', () => {
    expect(statistics.profitFactor).toBe(4);
    expect(statistics.ratioProfitFactor).toBeCloseTo(6, 12);
    expect(statistics.expectancy).toBe(7.5);
    expect(statistics.ratioExpectancy).toBeCloseTo(0.0625, 12);
    expect(statistics.geometricMeanRatio).toBeCloseTo((1.1 * 0.95 * 1.2) ** 0.25 - 1, 12);
    const deviation = Math.sqrt((22.5 ** 2 + 17.5 ** 2 + 2.5 ** 2 + 7.5 ** 2) / 3);
    expect(statistics.sqn).toBeCloseTo((2 * 7.5) / deviation, 12);
    expect(statistics.kelly).toBe(0.25);
  });

  it('of none are not known', () => {
    const none = new TradeStatistics();
    expect([none.hitRatio, none.expectancy, none.best, none.kelly]).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe('activity', () => {
  it('turnover by mean equity over time, exposure by time and by bars', () => {
    const activity = new Activity();
    activity.state(0, 100, false);
    activity.trade(50);
    activity.state(10, 100, true);
    activity.trade(-100);
    activity.state(40, 200, false);
    activity.state(50, 200, false);
    for (const exposed of [false, true, true, false]) activity.bar(exposed);
    expect(activity.turnover).toBeCloseTo(150 / 120, 12);
    expect([activity.exposureTime, activity.exposureBars]).toEqual([0.6, 0.5]);
  });
});
