import { describe, expect, it } from '@jest/globals';
import { readChild } from './child-argument.js';

describe('an order in one word of the command line', () => {
  it.each([
    ['BTCUSD SELL 0.01', { order: { symbol: 'BTCUSD', side: 'SELL', quantity: '0.01', type: 'MARKET' } }],
    [
      '  ETHUSD  buy 2 --limit 2500.50 --tif GTC --post-only ',
      { order: { symbol: 'ETHUSD', side: 'BUY', quantity: '2', type: 'LIMIT', price: '2500.50', postOnly: true } },
    ],
    [
      'X SELL 1 --stop 9 --venue usa --adapter other',
      { order: { symbol: 'X', type: 'STOP', stopPrice: '9' }, venue: 'usa', adapter: 'other' },
    ],
  ])('%s', (text, expected) => {
    expect(readChild(text)).toMatchObject(expected);
  });

  it('names no venue that was not named: it goes where its entry goes', () => {
    const { order, ...place } = readChild('BTCUSD SELL 0.01');
    expect(order).toEqual({ symbol: 'BTCUSD', side: 'SELL', quantity: '0.01', type: 'MARKET', timeInForce: 'DAY' });
    expect(place).toEqual({});
  });

  it.each([
    ['BTCUSD', /missing required argument 'side'/],
    ['BTCUSD HOLD 1', /Give BUY or SELL/],
    ['BTCUSD SELL 1e3', /positive decimal/],
    ['BTCUSD SELL 1 extra', /too many arguments/],
    ['BTCUSD SELL 1 --price 9', /unknown option '--price'/],
    ['BTCUSD SELL 1 --id mine', /unknown option '--id'/],
    ['BTCUSD SELL 1 --help', /unknown option '--help'/],
    ['', /missing required argument 'symbol'/],
  ])('refuses %j and says why', (text, why) => {
    expect(() => readChild(text)).toThrow(why);
  });
});
