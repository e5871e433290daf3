import { describe, expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { leastSquares } from '../regression/least-squares.js';
import { expectNear } from '../testing/near.js';
import { closes } from '../testing/pairs.js';
import { autoregression, normals, randomWalk } from '../testing/sample.js';
import { engleGranger, type EngleGrangerOptions } from './engle-granger.js';

describeWithData(
  'engleGranger on daily closes, as statsmodels 0.15 has it',
  ['pairs/Country_ETF.csv', 'pairs/stock_prices.csv'],
  () => {
    it.each<[EngleGrangerOptions, number[]]>([
      [{}, [-2.4437560223424093, 0.304420962306451, -3.90473723, -3.34075227, -3.0476573]],
      [
        { trend: 'trend', lags: 'bic' },
        [-5.100160460387442, 0.000574463003272905, -4.33930985, -3.78776556, -3.5016669],
      ],
      [
        { trend: 'quadratic', lags: 3 },
        [-4.748566362220901, 0.008282087652790454, -4.70808685, -4.16394772, -3.88137899],
      ],
    ])('EWA on EWC, %j', (options, expected) => {
      const y = closes('Country_ETF.csv', 'EWA US Equity');
      const x = closes('Country_ETF.csv', 'EWC US Equity');
      const { statistic, pValue, criticalValues } = engleGranger(y, [x], options);
      expectNear([statistic, pValue, ...Object.values(criticalValues)], expected, 7);
    });

    it.each<[string[], number[]]>([
      [
        ['TLT', 'IEF'],
        [-2.7174671295477206, 0.1933594366765245, -3.90156503, -3.33898668, -3.04643246],
      ],
      [
        ['TLT', 'IEF', 'BND'],
        [-3.5200165056940294, 0.08574988902772107, -4.30049276, -3.74466386, -3.45508469],
      ],
      [
        ['EEM', 'EWG', 'EWJ', 'EFA', 'EWQ', 'EWU'],
        [-4.441272541928267, 0.09633853169333456, -5.25768736, -4.71483933, -4.43117349],
      ],
    ])('%j', (names, expected) => {
      const [y, ...xs] = names.map((name) => closes('stock_prices.csv', name));
      const { statistic, pValue, criticalValues } = engleGranger(y, xs);
      expectNear([statistic, pValue, ...Object.values(criticalValues)], expected, 7);
    });
  },
);

describe('engleGranger', () => {
  const x = randomWalk(400, 3, 100);
  const spread = autoregression(400, 8, 0.7);
  const y = x.map((value, i) => 5 + 1.5 * value + spread[i]);

  it('finds a pair and its hedge ratio, and none in two walks of their own', () => {
    const pair = engleGranger(y, [x]);
    expect(pair.pValue).toBeLessThan(0.01);
    expect(pair.coefficients[0]).toBeCloseTo(1.5, 1);
    expect(engleGranger(randomWalk(400, 21), [x]).pValue).toBeGreaterThan(0.05);
  });

  it('has coefficients and spread of the regression of the levels', () => {
    const { coefficients, trendCoefficients, residuals } = engleGranger(y, [x]);
    const fit = leastSquares(y, [x]);
    expectNear([...trendCoefficients, ...coefficients], Array.from(fit.coefficients), 12);
    expect(residuals[7]).toBeCloseTo(fit.residuals[7], 10);
  });

  it('refuses what is no pair', () => {
    const noise = Array.from({ length: 400 }, normals(2));
    const refused: [string, ArrayLike<number>, number[][], object?][] = [
      ['STATISTICS_SINGULAR', x, [x]],
      ['STATISTICS_SINGULAR', x.map((value) => 2 * value + 1), [x]],
      ['STATISTICS_SINGULAR', y, [x, x]],
      ['STATISTICS_SINGULAR', y, [Array.from({ length: 400 }, () => 3)]],
      ['STATISTICS_SHAPE', y, []],
      ['STATISTICS_SHAPE', y, [x, noise, x, noise, x, noise]],
      ['STATISTICS_SHAPE', y, [x.slice(1)]],
      ['STATISTICS_RANGE', y, [x], { trend: 'none' }],
      ['STATISTICS_TOO_SHORT', [1, 2, 4], [[1, 3, 2]]],
    ];
    for (const [code, left, right, options] of refused)
      expect(() => engleGranger(left, right, options)).toThrow(expect.objectContaining({ code }));
  });
});
