import { describe, expect, it } from '@jest/globals';
import { StandInExchange } from '../../test/stand-in-exchange.js';
import { StandInVenue } from '../../test/stand-in-venue.js';
import type { CcxtExchange } from '../ccxt-exchange.js';
import { toInstrument } from './instrument.mapper.js';
import { money, plain, units } from './numbers.js';

const MARKET = { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', spot: true };
const steps = new StandInExchange(new StandInVenue());
const places: CcxtExchange = Object.assign(new StandInExchange(new StandInVenue()), { precisionMode: 2 });
const digits: CcxtExchange = Object.assign(new StandInExchange(new StandInVenue()), { precisionMode: 3 });

describe('markets of ccxt as instruments', () => {
  it('read steps and decimal places alike', () => {
    const byStep = toInstrument(steps, { ...MARKET, precision: { amount: '0.00001', price: 1e-2 } });
    const byPlaces = toInstrument(places, { ...MARKET, precision: { amount: 5, price: 2 } });
    expect(byStep).toEqual(byPlaces);
    expect(byStep).toMatchObject({ symbol: 'BTC-USDT', priceScale: 2, qtyScale: 5, currency: 'USDT' });
  });

  it('are none where steps, or what a contract is worth, are not exact', () => {
    expect(toInstrument(digits, { ...MARKET, precision: { amount: 5, price: 5 } })).toBeUndefined();
    expect(toInstrument(steps, { ...MARKET, precision: {} })).toBeUndefined();
    const swap = {
      ...MARKET,
      symbol: 'BTC/USDT:USDT',
      settle: 'USDT',
      swap: true,
      precision: { amount: 1, price: 0.1 },
    };
    expect(toInstrument(steps, { ...swap, linear: true, contractSize: 10 })).toMatchObject({
      symbol: 'BTC-USDT.USDT',
      multiplier: 10,
    });
    expect(toInstrument(steps, { ...swap, linear: true, contractSize: 0.001 })).toBeUndefined();
    expect(toInstrument(steps, { ...swap, linear: false, contractSize: 1 })).toBeUndefined();
  });
});

describe('numbers of ccxt', () => {
  it('are the decimals that were written, texts or doubles', () => {
    expect([plain(1e-8), plain('0.1'), plain(-2.5), plain('1e-7'), plain(1e21)]).toEqual([
      '0.00000001',
      '0.1',
      '-2.5',
      '0.0000001',
      '1000000000000000000000',
    ]);
    expect(units(0.1 + 0.2, 8)).toBe(30_000_000);
    expect(money('-0.1234567890123456789')).toBe(-123_456_789_012_345_678n);
    expect(() => money('much')).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' }));
  });
});
