import { describe, expect, it } from '@jest/globals';
import { dataTest } from '@bourseworks/testkit';
import { expectNear } from '../testing/near.js';
import { closes } from '../testing/pairs.js';
import { autoregression, randomWalk } from '../testing/sample.js';
import { kpss, type KpssOptions } from './kpss.js';

describe('kpss', () => {
  dataTest('daily closes of EWA and EWC, as statsmodels 0.15 has them', ['pairs/Country_ETF.csv'], () => {
    const ewa = closes('Country_ETF.csv', 'EWA US Equity');
    const ewc = closes('Country_ETF.csv', 'EWC US Equity');
    const ratio = ewa.map((value, i) => Math.log(value) - Math.log(ewc[i]));
    const expected: [ArrayLike<number>, KpssOptions, number, number, number][] = [
      [ewa, {}, 0.5550818026645694, 0.029260855255727605, 21],
      [ewa, { lags: 23 }, 0.514273016208615, 0.03845202337643806, 23],
      [ewa, { trend: 'trend' }, 0.5277212989371459, 0.01, 21],
      [ewa, { trend: 'trend', lags: 0 }, 10.479940590105512, 0.01, 0],
      [ratio, { trend: 'trend' }, 0.16546906203771305, 0.033775781635239116, 20],
      [ratio, { trend: 'trend', lags: 23 }, 0.1488264092879085, 0.04764465892674292, 23],
      [ratio, {}, 4.056963924736254, 0.01, 21],
    ];
    for (const [series, options, statistic, pValue, lags] of expected) {
      const result = kpss(series, options);
      expect(result.lags).toBe(lags);
      expectNear([result.statistic, result.pValue], [statistic, pValue], 7);
      expect(result.bound).toBe(pValue === 0.01 ? 'at most' : undefined);
    }
  });

  it('is the counterpart of a unit root test', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(kpss(randomWalk(400, seed)).pValue).toBeLessThan(0.05);
      expect(kpss(autoregression(400, seed, 0.2)).pValue).toBeGreaterThan(0.05);
    }
    expect(kpss(autoregression(400, 1, 0.2))).toMatchObject({ pValue: 0.1, bound: 'at least' });
  });

  it('gives the table at its own values', () => {
    const { criticalValues } = kpss(randomWalk(50, 1), { trend: 'trend' });
    expect(criticalValues).toEqual({ '10%': 0.119, '5%': 0.146, '2.5%': 0.176, '1%': 0.216 });
  });

  it.each<[string, number[], object]>([
    ['STATISTICS_TOO_SHORT', [1, 2, 3, 4], {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 20 }, () => 0.1), {}],
    ['STATISTICS_SINGULAR', Array.from({ length: 20 }, (_, i) => 1 + 0.3 * i), { trend: 'trend' }],
    ['STATISTICS_RANGE', randomWalk(20, 1), { lags: 20 }],
    ['STATISTICS_RANGE', randomWalk(20, 1), { trend: 'none' }],
    ['STATISTICS_NOT_FINITE', [1, 2, Infinity, 3, 4], {}],
  ])('refuses with %s', (code, series, options) => {
    expect(() => kpss(series, options)).toThrow(expect.objectContaining({ code }));
  });
});
