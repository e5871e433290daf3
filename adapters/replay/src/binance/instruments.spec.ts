import { describe, expect, it } from '@jest/globals';
import { ReplayMarketData } from '../market-data/replay-market-data.js';
import { feed, feedFolder } from '../test/feed-folder.js';
import { ALL_VENUES } from '../test/recorded.js';

async function instrumentsOf(files: Readonly<Record<string, readonly string[]>>) {
  const adapter = await ReplayMarketData.load({ dataRoot: feedFolder(files), venues: ALL_VENUES });
  return adapter.instruments();
}

describe('instruments of recorded feeds', () => {
  it('known symbols have tick and lot as the venue lists them', async () => {
    const [spotBtc, spotEth, futures] = await instrumentsOf({
      'btcusdt_20200101.gz': [],
      'ethusdt_20200101.gz': [],
      'usdm_btcusdt_20200101.gz': [],
    });
    const common = { currency: 'USDT', multiplier: 1 };
    expect(spotBtc).toMatchObject({ ...common, key: 'binance/BTCUSDT', base: 'BTC', assetClass: 'crypto' });
    expect(spotBtc).toMatchObject({ priceScale: 2, tickSize: 1, qtyScale: 8, lotSize: 1_000 });
    expect(spotEth).toMatchObject({ ...common, key: 'binance/ETHUSDT', base: 'ETH', assetClass: 'crypto' });
    expect(spotEth).toMatchObject({ priceScale: 2, tickSize: 1, qtyScale: 8, lotSize: 10_000 });
    expect(futures).toMatchObject({ ...common, key: 'binance-usdm/BTCUSDT', base: 'BTC', assetClass: 'future' });
    expect(futures).toMatchObject({ priceScale: 1, tickSize: 1, qtyScale: 3, lotSize: 1 });
  });

  it('other symbols take the finest steps of their first messages, and the decimals as written for scales', async () => {
    const lines = [
      feed.spotDiff(1, 1, 1, [['0.51230000', '12.50000000']], [], 'adausdt'),
      feed.snapshot(2, 1, [['0.5', '100.00000000']], [['0.51000000', '7.00000000']]),
    ];
    const [ada] = await instrumentsOf({ 'adausdt_20200101.gz': lines });
    expect(ada).toMatchObject({ key: 'binance/ADAUSDT', base: 'ADA', currency: 'USDT' });
    expect(ada).toMatchObject({ priceScale: 8, tickSize: 10_000, qtyScale: 8, lotSize: 10_000_000 });
    const whole = [feed.snapshot(1, 1, [['12', '1000.0']], [])];
    const [shib] = await instrumentsOf({ 'usdm_ethbtc_200327_20200101.gz': whole });
    expect(shib).toMatchObject({ key: 'binance-usdm/ETHBTC_200327', base: 'ETH', currency: 'BTC' });
    expect(shib).toMatchObject({ priceScale: 0, tickSize: 1, qtyScale: 1, lotSize: 10 });
  });

  it('a symbol that neither the table nor its recording describes is refused', async () => {
    await expect(instrumentsOf({ 'adausdt_20200101.gz': [] })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    const lines = [feed.snapshot(1, 1, [['1', '1']], [])];
    await expect(instrumentsOf({ 'adaxyz_20200101.gz': lines })).rejects.toMatchObject({ code: 'INSTRUMENT_INVALID' });
  });
});
