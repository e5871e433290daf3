import { describe, expect, it } from '@jest/globals';
import type { ListedSymbol } from '../parse/exchange-info.js';
import { toDataInstrument, toInstrument } from './instrument.mapper.js';

const listed: ListedSymbol = {
  symbol: 'BTCUSDT',
  trading: true,
  status: 'TRADING',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.01000000',
  stepSize: '0.00001000',
  minQty: '0.00001000',
  maxQty: '9000.00000000',
  maxPrice: '1000000.00000000',
  pricePrecision: 8,
  qtyPrecision: 8,
  minNotional: undefined,
};

describe('the instrument of market data', () => {
  it('has units as fine as the venue writes numbers, and the tick and lot of the orders', () => {
    const data = toDataInstrument(listed, 'binance', 'crypto');
    expect(data).toMatchObject({ priceScale: 8, qtyScale: 8, tickSize: 1_000_000, lotSize: 1_000, minQuantity: 1_000 });
    expect(toInstrument(listed, 'binance', 'crypto')).toMatchObject({
      priceScale: 2,
      qtyScale: 5,
      tickSize: 1,
      lotSize: 1,
    });
  });

  it('leaves room for the largest quantities and prices', () => {
    const shib = {
      ...listed,
      tickSize: '0.00000001',
      stepSize: '1.00',
      minQty: '1.00',
      maxQty: '46116860414.00',
      maxPrice: '1',
    };
    const { priceScale, qtyScale, lotSize } = toDataInstrument(shib, 'binance', 'crypto');
    expect([priceScale, qtyScale, lotSize]).toEqual([8, 1, 10]);
    const dear = { ...listed, tickSize: '1.00', maxPrice: '99999999999' };
    expect(toDataInstrument(dear, 'binance', 'crypto').priceScale).toBe(4);
  });

  it('never has units coarser than its steps', () => {
    const fine = { ...listed, stepSize: '0.00000001', maxQty: '900000000', pricePrecision: 0, qtyPrecision: 0 };
    expect(toDataInstrument(fine, 'binance', 'crypto')).toMatchObject({ priceScale: 2, qtyScale: 8 });
  });
});
