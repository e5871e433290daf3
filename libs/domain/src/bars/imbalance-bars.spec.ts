import { describe, expect, it } from '@jest/globals';
import type { Bar, Trade } from '../market-data.js';
import { imbalanceBars, type ImbalanceOptions } from './imbalance-bars.js';

const ticks: ImbalanceOptions = {
  measure: 'tick',
  expectedTrades: 4,
  expectedImbalance: 0.5,
  barSpan: 3,
  tradeSpan: 1,
};
const told = (options: ImbalanceOptions, prices: readonly number[]): (readonly Bar[])[] => {
  const builder = imbalanceBars(options);
  return prices.map((price, us) => builder.add({ kind: 'trade', us, ns: 0, price, quantity: 2 } satisfies Trade));
};
const lengths = (options: ImbalanceOptions, prices: readonly number[]): number[] =>
  told(options, prices).flatMap((bars) => bars.map((bar) => bar.trades));

describe('bars of imbalance', () => {
  it('end when the signs lean further than expected, an unchanged price keeping the sign', () => {
    // Signs + - - -: after four trades theta is -2, as expected: 4 x 0.5.
    expect(told(ticks, [10, 9, 9, 8]).map((bars) => bars.length)).toEqual([0, 0, 0, 1]);
    expect(told(ticks, [10, 10]).map((bars) => bars.length)).toEqual([0, 1]);
  });

  it('expect of the next bar what the earlier ones had', () => {
    // The first bar has 2 trades, both +: expected are 4 + 0.5 x (2 - 4) = 3 trades of 1 each, then 3 again.
    expect(lengths(ticks, [10, 11, 12, 13, 14, 15, 16, 17, 18])).toEqual([2, 3, 3]);
  });

  it('weigh quantities or values', () => {
    const volume: ImbalanceOptions = { ...ticks, measure: 'volume', expectedImbalance: 1 };
    expect(lengths(volume, [10, 11, 12])).toEqual([2]);
    // 10 x 2 + 11 x 2 = 42.
    const dollar: ImbalanceOptions = { ...ticks, measure: 'dollar', expectedImbalance: 10.5 };
    expect(lengths(dollar, [10, 11])).toEqual([2]);
    expect(lengths({ ...dollar, expectedImbalance: 10.6 }, [10, 11])).toEqual([]);
  });

  it('have no fewer and no more trades than allowed', () => {
    expect(lengths({ ...ticks, minTrades: 3 }, [10, 11, 12])).toEqual([3]);
    expect(lengths({ ...ticks, maxTrades: 5 }, [10, 9, 10, 9, 10])).toEqual([5]);
  });

  it.each([
    { expectedTrades: 0 },
    { expectedImbalance: 0 },
    { expectedImbalance: 1.1 },
    { expectedImbalance: NaN },
    { barSpan: 0.5 },
    { tradeSpan: 0 },
    { minTrades: 10, maxTrades: 9 },
    { maxTrades: 1_000_001 },
    { lateUs: -1 },
  ])('refuse %j', (wrong) => {
    expect(() => imbalanceBars({ ...ticks, ...wrong })).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
  });
});
