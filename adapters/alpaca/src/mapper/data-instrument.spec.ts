import { describe, expect, it } from '@jest/globals';
import type { VenueAsset } from '../parse/account.parse.js';
import { toDataInstrument, toInstrument } from './instrument.mapper.js';

const asset = (more: Partial<VenueAsset>): VenueAsset => ({
  symbol: 'AAPL',
  assetClass: 'us_equity',
  tradable: true,
  fractionable: true,
  minOrderSize: undefined,
  minTradeIncrement: undefined,
  priceIncrement: undefined,
  ...more,
});
const coin = (symbol: string, minOrderSize: string | undefined, increment: string): VenueAsset =>
  asset({ symbol, assetClass: 'crypto', minOrderSize, minTradeIncrement: increment, priceIncrement: '0.000000001' });

describe('instruments of market data', () => {
  it('of stocks are in ten-thousandths of a dollar and in whole shares, under the name that orders have', () => {
    expect(toDataInstrument(asset({}))).toMatchObject({ tickSize: 100, priceScale: 4, lotSize: 100_000, qtyScale: 5 });
    expect(toDataInstrument(asset({}), true).tickSize).toBe(1);
    for (const one of [asset({}), coin('BTC/USD', '0.00001', '0.0001')])
      expect(toDataInstrument(one).key).toBe(toInstrument(one).key);
  });

  it.each([
    ['BTC/USD', '0.000010000', '0.000000001', 9, 1, 10_000],
    ['DOGE/USD', '5', '0.1', 7, 1_000_000, 50_000_000],
    ['SHIB/USD', '76000', '0.000000001', 3, 1, 76_000_000],
    ['PEPE/USD', '160000000.5', '1', 0, 1, 1],
    ['XYZ/USD', undefined, '0.000000001', 9, 1, 1],
  ])('of %s leave room for its volumes', (symbol, least, increment, qtyScale, lotSize, minQuantity) => {
    expect(toDataInstrument(coin(symbol, least, increment))).toMatchObject({ qtyScale, lotSize, minQuantity });
  });
});
