import { describe, expect, it } from '@jest/globals';
import { MAX_UNITS, type Money } from '../brand.js';
import { defineInstrument } from '../instrument.js';
import type { Trade } from '../market-data.js';
import { parseMoney } from '../money.js';
import { expectOk } from '../result.js';
import { dollarBars } from './dollar-bars.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'FUT',
    assetClass: 'future',
    currency: 'USD',
    tickSize: '0.25',
    lotSize: '1',
    multiplier: 50,
  }),
);
const money = (text: string): Money => expectOk(parseMoney(text));
const trade = (us: number, price: number, quantity: number): Trade => ({ kind: 'trade', us, ns: 0, price, quantity });

describe('bars of value', () => {
  it('count price, quantity and multiplier, of a negative price its magnitude', () => {
    const builder = dollarBars(instrument, money('1000'));
    // 4.25 x 2 x 50 = 425; 4 x 2 x 50 = 400; 3.50 x 1 x 50 = 175.
    expect([builder.add(trade(1, 425, 2)), builder.add(trade(2, -400, 2))]).toEqual([[], []]);
    expect(builder.add(trade(3, 350, 1))).toMatchObject([{ open: 425, low: -400, close: 350, volume: 5 }]);
  });

  it('are exact where doubles are not', () => {
    // Three trades of 2^49 x (2^50 - 1): as a double, the sum is one unit of 2^48 too large.
    const worth = BigInt(2 ** 49) * BigInt(MAX_UNITS - 1) * 3n * instrument.moneyFactor;
    const ends = (value: bigint): number[] => {
      const builder = dollarBars(instrument, value as Money);
      return [1, 2, 3, 4].filter((us) => builder.add(trade(us, 2 ** 49, MAX_UNITS - 1)).length > 0);
    };
    expect([ends(worth), ends(worth + 1n)]).toEqual([[3], [4]]);
  });

  it.each([0n, -1n, instrument.moneyFactor * (1n << 101n) + 1n])('refuse a value of %s', (value) => {
    expect(() => dollarBars(instrument, value as Money)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
  });
});
