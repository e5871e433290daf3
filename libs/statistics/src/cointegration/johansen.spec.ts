import { describe, expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { expectNear } from '../testing/near.js';
import { closes } from '../testing/pairs.js';
import { autoregression, randomWalk } from '../testing/sample.js';
import { johansen, type JohansenOptions } from './johansen.js';

const BONDS = ['TLT', 'IEF', 'BND'];
const COUNTRIES = ['EEM', 'EWG', 'EWJ', 'EWU'];
const ZERO_LAGS: number[] = [0.00799521967349401, 0.0027524323621656846, 0.001015082173074928];

describeWithData('johansen on daily closes', ['pairs/stock_prices.csv'], () => {
  const series = (names: readonly string[]) => names.map((name) => closes('stock_prices.csv', name));

  // Eigenvalues, trace statistics, and the first vector divided by its first weight, by statsmodels 0.15.
  it.each<[readonly string[], JohansenOptions, number[], number[], number[]]>([
    [
      BONDS,
      { trend: 'none' },
      [0.006856332249308506, 0.0015954348171104782, 6.748967903972821e-7],
      [18.133006011113338, 3.4168038959185214, 0.001443604721684746],
      [1, -2.474142991416205, 1.7163442037646948],
    ],
    [
      BONDS,
      {},
      [0.007648130916736313, 0.002497796571198771, 0.0007662916987815635],
      [23.411428952473194, 6.989196873481792, 1.639726278279977],
      [1, -2.732615955045377, 2.8852972939329757],
    ],
    [
      BONDS,
      { trend: 'trend', lags: 3 },
      [0.005866432300587808, 0.0035129389100603714, 0.0014495605747125182],
      [23.193808509007805, 10.620325774132704, 3.099958280016903],
      [1, -2.847803015430845, 2.426426377348999],
    ],
    [
      COUNTRIES,
      { lags: 3 },
      [0.011946878561950617, 0.006137227347184638, 0.00413340318674163, 0.0018336260794711554],
      [51.6133200396034, 25.9291101579748, 12.773444240555094, 3.9220558236497842],
      [1, 12.14304569013038, -5.068726267238074, -7.017730975680839],
    ],
    [
      COUNTRIES,
      { trend: 'trend', lags: 1 },
      [0.012818460949155317, 0.00675987619517375, 0.0055446366122147255, 0.003141182856295181],
      [60.72694979899715, 33.1310128025909, 18.622544460530516, 6.72956506893739],
      [1, 21.27449678787249, -9.179298251266113, -11.635055763223543],
    ],
  ])('%j %j', (names, options, eigenvalues, trace, vector) => {
    const result = johansen(series(names), options);
    expectNear(result.eigenvalues, eigenvalues, 5);
    expectNear(
      result.trace.map(({ statistic }) => statistic),
      trace,
      5,
    );
    expectNear(
      result.vectors[0].map((weight, _, [first]) => weight / first),
      vector,
      6,
    );
    const last = names.length - 1;
    expect(result.maxEigenvalue[last].statistic).toBe(result.trace[last].statistic);
    expectNear([result.maxEigenvalue[0].statistic], [trace[0] - trace[1]], 6);
  });

  it('without lagged changes has the canonical correlations of changes and lagged levels (NumPy)', () => {
    const { eigenvalues, observations } = johansen(series(BONDS), { lags: 0 });
    expectNear(eigenvalues, ZERO_LAGS, 7);
    expect(observations).toBe(2140);
  });

  it('does not depend on the units, nor on the order of the series', () => {
    const [a, b, c] = series(BONDS);
    const { eigenvalues } = johansen([a, b, c]);
    expectNear(johansen([c, a.map((value) => value * 250), b]).eigenvalues, Array.from(eigenvalues), 8);
  });
});

describe('johansen', () => {
  const walk = randomWalk(600, 3);
  const spread = autoregression(600, 8, 0.6);
  const pair = [walk.map((value, i) => 1.5 * value + spread[i]), walk];

  it('finds one relation in a pair and none in two walks of their own', () => {
    const [none, one] = johansen(pair).trace;
    expect(none.statistic).toBeGreaterThan(none.criticalValues['1%']);
    expect(one.statistic).toBeLessThan(one.criticalValues['1%']);
    const [vector] = johansen(pair).vectors;
    expect(vector[1] / vector[0]).toBeCloseTo(-1.5, 1);
    const [apart] = johansen([walk, randomWalk(600, 31)]).trace;
    expect(apart.statistic).toBeLessThan(apart.criticalValues['5%']);
  });

  it('has the tables of its number of series and its trend', () => {
    const values = (trend: JohansenOptions['trend']) =>
      (['trace', 'maxEigenvalue'] as const).map((kind) =>
        johansen(pair, { trend })[kind].map((test) => Object.values(test.criticalValues)),
      );
    expect(values('none')).toEqual([
      [
        [10.4741, 12.3212, 16.364],
        [2.9762, 4.1296, 6.9406],
      ],
      [
        [9.4748, 11.2246, 15.0923],
        [2.9762, 4.1296, 6.9406],
      ],
    ]);
    expect(values('constant')).toEqual([
      [
        [13.4294, 15.4943, 19.9349],
        [2.7055, 3.8415, 6.6349],
      ],
      [
        [12.2971, 14.2639, 18.52],
        [2.7055, 3.8415, 6.6349],
      ],
    ]);
    expect(values('trend')).toEqual([
      [
        [16.1619, 18.3985, 23.1485],
        [2.7055, 3.8415, 6.6349],
      ],
      [
        [15.0006, 17.1481, 21.7465],
        [2.7055, 3.8415, 6.6349],
      ],
    ]);
  });

  it('refuses what it cannot test', () => {
    const refused: [string, number[][], object?][] = [
      ['STATISTICS_SHAPE', [walk]],
      ['STATISTICS_SHAPE', Array.from({ length: 13 }, (_, i) => randomWalk(100, i + 1))],
      ['STATISTICS_SHAPE', [walk, walk.slice(1)]],
      ['STATISTICS_SINGULAR', [walk, walk.map((value) => 2 * value + 1)]],
      ['STATISTICS_NOT_POSITIVE', [walk, walk.map((value) => 2 * value + 1)], { lags: 0 }],
      ['STATISTICS_TOO_SHORT', [randomWalk(8, 1), randomWalk(8, 2)]],
      ['STATISTICS_RANGE', pair, { lags: -1 }],
      ['STATISTICS_RANGE', pair, { trend: 'quadratic' }],
      ['STATISTICS_NOT_FINITE', [walk, walk.map((value, i) => (i === 5 ? NaN : value))]],
    ];
    for (const [code, series, options] of refused)
      expect(() => johansen(series, options)).toThrow(expect.objectContaining({ code }));
  });
});
