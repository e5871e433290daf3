import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { toBar, toBestQuote, toLevels, toQuote, toTrade } from './market-data.mapper.js';
import { exactUnits } from './numbers.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'okx',
    symbol: 'BTC-USDT',
    assetClass: 'crypto',
    currency: 'USDT',
    base: 'BTC',
    tickSize: '0.01',
    lotSize: '0.00000001',
  }),
);
const receipt = { receivedUs: 1_700_000_000_500_000, receivedNs: 0 };
const MS = 1_700_000_000_123;
const refused = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;

describe('numbers of market data', () => {
  it.each([
    [64_123.45, 2, 6_412_345],
    ['64123.45', 2, 6_412_345],
    [1e-8, 8, 1],
    [0.1 + 0.2, 8, 30_000_000],
    [1.1 * 3, 2, 330],
    [123_456_789_012.345, 3, 123_456_789_012_345],
    [5, 0, 5],
  ])('%s at %i decimals is %i units', (value, scale, units) => expect(exactUnits(value, scale)).toBe(units));

  it.each([
    ['finer than a unit', 64_123.455, 2],
    ['finer, as a text', '0.000000001', 8],
    ['finer in its last digit', 1_234_567.890_123_456, 8],
    ['of more digits than a double holds', 12_345_678_901_234.56, 2],
    ['negative', -1, 2],
    ['no number', NaN, 2],
    ['endless', Infinity, 2],
    ['not there', null, 2],
  ])('one that is %s is refused, never rounded', (_what, value, scale) =>
    expect(() => exactUnits(value, scale)).toThrow(refused),
  );
});

describe('market data of ccxt', () => {
  it('are trades with the exchange’s time and id', () => {
    const trade = { id: '17', timestamp: MS, price: 64_123.4, amount: 0.000_012_34, side: 'sell' };
    expect(toTrade(trade, instrument, receipt)).toEqual({
      kind: 'trade',
      us: MS * 1_000,
      ns: 0,
      ...receipt,
      price: 6_412_340,
      quantity: 1_234,
      aggressor: 'SELL',
      tradeId: '17',
    });
    expect(toTrade({ ...trade, id: undefined, side: null }, instrument)).not.toHaveProperty('tradeId');
    for (const wrong of [{ price: 0 }, { amount: undefined }, { timestamp: undefined }, { timestamp: 1e300 }]) {
      expect(() => toTrade({ ...trade, ...wrong }, instrument)).toThrow(refused);
    }
  });

  it('are quotes only with their amounts', () => {
    const ticker = { bid: 1, bidVolume: 2, ask: 1.01, askVolume: 3, timestamp: MS };
    expect(toQuote(ticker, instrument, receipt)).toMatchObject({ us: MS * 1_000, bidPrice: 100, askQuantity: 3e8 });
    expect(toQuote({ ...ticker, bidVolume: undefined }, instrument, receipt)).toBeUndefined();
    expect(toQuote({ ...ticker, bid: null, timestamp: null }, instrument, receipt)).toMatchObject({
      us: receipt.receivedUs,
      bidPrice: 0,
      bidQuantity: 0,
    });
    const book = { bids: [[1, 2]], asks: [] };
    expect(toBestQuote(book, instrument, receipt)).toMatchObject({ bidPrice: 100, askPrice: 0, askQuantity: 0 });
  });

  it('are levels, as many as are wanted, without empty ones', () => {
    const levels = [
      [1.02, 1],
      [1.01, 0],
      [1, 3, 1_700_000_000],
      [0.99, 4],
    ];
    expect(toLevels(levels, instrument, 2)).toEqual([
      [102, 1e8],
      [100, 3e8],
    ]);
    expect(() => toLevels([[undefined, 1]], instrument, 2)).toThrow(refused);
    expect(() => toLevels(undefined as never, instrument, 2)).toThrow(refused);
  });

  it('are bars whose volume may be a sum', () => {
    const candle = [MS, 1, 1.2, 0.9, 1.1, 0.123_456_785_000_000_01];
    expect(toBar(candle, instrument, 60_000_000)).toMatchObject({
      startUs: MS * 1_000,
      endUs: MS * 1_000 + 60_000_000,
      high: 120,
      volume: 12_345_679,
      trades: -1,
    });
    expect(() => toBar([MS, 1, 0.5, 0.9, 1.1, 1], instrument, 60_000_000)).toThrow(refused);
    expect(() => toBar([MS, 1], instrument, 60_000_000)).toThrow(refused);
  });
});
