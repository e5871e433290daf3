import { describe, expect, it } from '@jest/globals';
import { dataTest } from '@bourseworks/testkit';
import type { Trend } from '../regression/design.js';
import { leastSquares } from '../regression/least-squares.js';
import { expectNear } from '../testing/near.js';
import { closes } from '../testing/pairs.js';
import { REAL_GDP } from '../testing/real-gdp.js';
import { autoregression, randomWalk } from '../testing/sample.js';
import { augmentedDickeyFuller, type LagChoice } from './dickey-fuller.js';

describe('augmentedDickeyFuller', () => {
  // Statistics of Stata for this series, which the tests of statsmodels quote, to their digits; the rest by statsmodels 0.15.
  it.each<[Trend, number, number[]]>([
    [
      'none',
      3.5227498,
      [3.5227466640252048, 0.9999932685891044, -2.577124435261708, -1.9424383763922255, -1.6155445459389322],
    ],
    [
      'constant',
      0.97505319,
      [0.9750516118294794, 0.993995613328423, -3.4638151713286316, -2.876250632135043, -2.574611347821651],
    ],
    [
      'trend',
      -1.8566374,
      [-1.8566384063254455, 0.6768291751043958, -4.005235140049614, -3.4329000694219, -3.1402115863254525],
    ],
    [
      'quadratic',
      -2.6584035,
      [-2.658403495405464, 0.47810329761080916, -4.430612953424666, -3.862550595702974, -3.571886028085157],
    ],
  ])('real GDP, %s', (trend, stata, [statistic, ...rest]) => {
    const result = augmentedDickeyFuller(REAL_GDP, { trend, lags: 4 });
    expect(result.statistic).toBeCloseTo(stata, 5);
    expectNear([result.statistic], [statistic], 8);
    expectNear([result.pValue, ...Object.values(result.criticalValues)], rest, 8);
    expect(result).toMatchObject({ lags: 4, observations: 198 });
  });

  it('has the t statistic of the level in the regression that it stands for', () => {
    const series = randomWalk(80, 4);
    const change = (t: number): number => series[t + 1] - series[t];
    const rows = Array.from({ length: 77 }, (_, i) => i + 2);
    const { tStatistics } = leastSquares(rows.map(change), [
      rows.map((t) => series[t]),
      rows.map((t) => change(t - 1)),
      rows.map((t) => change(t - 2)),
    ]);
    expect(augmentedDickeyFuller(series, { lags: 2 }).statistic).toBeCloseTo(tStatistics[1], 11);
  });

  dataTest(
    'daily closes of EWA, lags by each criterion, as statsmodels 0.15 has them',
    ['pairs/Country_ETF.csv'],
    () => {
      const series = closes('Country_ETF.csv', 'EWA US Equity');
      const expected: [LagChoice, Trend, number, number, number][] = [
        ['aic', 'none', 13, 0.6028399066912611, 0.8474381299534206],
        ['aic', 'constant', 13, -2.937923142308575, 0.04111244872146618],
        ['aic', 'trend', 13, -2.938460327840805, 0.15010637400673593],
        ['aic', 'quadratic', 13, -2.3706859108728153, 0.6418578120548655],
        ['bic', 'none', 6, 0.6187272548415116, 0.8507373365410096],
        ['bic', 'constant', 9, -3.059310056217867, 0.029714674839399227],
        ['bic', 'trend', 9, -3.0674819431458777, 0.11418028962915233],
        ['bic', 'quadratic', 9, -2.632664437605802, 0.49291532536428245],
        ['t-statistic', 'none', 23, 0.6151507668422291, 0.8499989161563954],
        ['t-statistic', 'constant', 23, -2.784112994826344, 0.06057919316798859],
        ['t-statistic', 'trend', 23, -2.78546860995538, 0.202332869658004],
        ['t-statistic', 'quadratic', 23, -2.1592553632311398, 0.7492428505058026],
      ];
      for (const [lags, trend, used, statistic, pValue] of expected) {
        const result = augmentedDickeyFuller(series, { lags, trend });
        expect([lags, trend, result.lags]).toEqual([lags, trend, used]);
        expectNear([result.statistic, result.pValue], [statistic, pValue], 7);
      }
      expect(augmentedDickeyFuller(series, { lags: 'aic', maxLags: 5 }).lags).toBeLessThanOrEqual(5);
    },
  );

  it('tells a random walk from what returns', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(augmentedDickeyFuller(randomWalk(300, seed)).pValue).toBeGreaterThan(0.05);
      expect(augmentedDickeyFuller(autoregression(300, seed, 0.8)).pValue).toBeLessThan(0.01);
    }
  });

  it('does not depend on the scale, nor with a constant on the level', () => {
    const series = randomWalk(200, 9);
    const { statistic } = augmentedDickeyFuller(series, { lags: 3 });
    const moved = series.map((value) => 1000 + 250 * value);
    expect(augmentedDickeyFuller(moved, { lags: 3 }).statistic).toBeCloseTo(statistic, 8);
  });

  it.each<[string, number[], object]>([
    ['STATISTICS_TOO_SHORT', [1, 2, 1], {}],
    ['STATISTICS_NOT_FINITE', [1, 2, 1, NaN, 3, 4, 5, 6], {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 30 }, () => 0.1), {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 30 }, () => 0.1), { trend: 'none', lags: 0 }],
    ['STATISTICS_SINGULAR', Array.from({ length: 30 }, (_, i) => 3 + 0.1 * i), { lags: 0 }],
    ['STATISTICS_SINGULAR', Array.from({ length: 30 }, (_, i) => 3 + 0.1 * i), {}],
    ['STATISTICS_RANGE', randomWalk(30, 1), { lags: 14 }],
    ['STATISTICS_RANGE', randomWalk(30, 1), { lags: 1.5 }],
    ['STATISTICS_RANGE', randomWalk(30, 1), { lags: 'hqic' }],
    ['STATISTICS_RANGE', randomWalk(30, 1), { maxLags: -1 }],
    ['STATISTICS_RANGE', randomWalk(30, 1), { trend: 'ct' }],
  ])('refuses with %s', (code, series, options) => {
    expect(() => augmentedDickeyFuller(series, options)).toThrow(expect.objectContaining({ code }));
  });

  it('takes the shortest series that each trend allows', () => {
    for (const [trend, length] of [
      ['none', 4],
      ['constant', 6],
      ['trend', 8],
      ['quadratic', 10],
    ] as const) {
      expect(augmentedDickeyFuller(randomWalk(length, 3), { trend }).statistic).toEqual(expect.any(Number));
      expect(() => augmentedDickeyFuller(randomWalk(length - 1, 3), { trend })).toThrow(/values/);
    }
  });
});
