import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, MAX_TIME_US } from '@bourseworks/domain';
import { parseBar, parseBook, parseQuote, parseTrade } from './market-data.parse.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'AUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);
const refused = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;

const trade = { id: 1, time: 5, price: '1.00', quantity: '5', aggressor: 'BUY' };
const quote = { time: 5, bid: '1.00', bidSize: '3', ask: '1.02', askSize: '4' };
const bar = { start: 5, end: 6, open: '1.00', high: '1.02', low: '0.99', close: '1.01', volume: '2', trades: 1 };
const book = { sequence: 1, time: 5, bids: [['1.00', '1']], asks: [] };

describe('market data of the exchange', () => {
  it('are taken as they are meant', () => {
    expect(parseTrade(trade, instrument)).toMatchObject({ price: 100, quantity: 5 });
    expect(parseQuote({ ...quote, bid: '0.00', bidSize: '0' }, instrument)).toMatchObject({
      bidPrice: 0,
      askPrice: 102,
    });
    expect(parseBar(bar, instrument)).toMatchObject({ startUs: 5, endUs: 6, low: 99 });
    expect(parseBook({ action: 'delta', data: { ...book, bids: [['1.00', '0']] } }, instrument).bids).toEqual([
      [100, 0],
    ]);
  });

  it.each([{ price: '0.00' }, { quantity: '0' }, { time: MAX_TIME_US + 1 }])('a trade with %j is refused', (wrong) => {
    expect(() => parseTrade({ ...trade, ...wrong }, instrument)).toThrow(refused);
  });

  it.each([{ bid: '0.00' }, { ask: '0.00' }])('a quote with %j and a size is refused', (wrong) => {
    expect(() => parseQuote({ ...quote, ...wrong }, instrument)).toThrow(refused);
  });

  it.each([{ low: '0.00' }, { low: '1.01' }, { high: '1.00' }, { end: 5 }, { end: MAX_TIME_US + 1 }])(
    'a bar with %j is refused',
    (wrong) => {
      expect(() => parseBar({ ...bar, ...wrong }, instrument)).toThrow(refused);
    },
  );

  it('a level without a price is refused', () => {
    const data = { ...book, asks: [['0.00', '1']] };
    expect(() => parseBook({ action: 'snapshot', data }, instrument)).toThrow(refused);
  });
});
