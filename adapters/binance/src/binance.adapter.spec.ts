import { afterEach, describe, expect, it } from '@jest/globals';
import { BinanceFeed } from '@bourseworks/testkit';
import {
  BinanceAdapter,
  BinanceUsdmAdapter,
  parseBinanceConfig,
  parseBinanceDataConfig,
} from '@bourseworks/adapters/binance';
import { createMarketDataAdapter } from './market-data/binance-market-data.module.js';

const KEYS = { BINANCE_API_KEY: 'key-0123456789', BINANCE_API_SECRET: 'secret-0123456789' };

const feeds: BinanceFeed[] = [];
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.close();
});

describe('the adapter', () => {
  it('has market data without keys, and a broker with them', () => {
    const data = parseBinanceDataConfig('binance', {});
    expect(new BinanceAdapter(data).createBroker).toBeUndefined();
    expect(new BinanceAdapter(data, parseBinanceConfig('binance', KEYS)).createBroker).toBeDefined();
  });

  it('hands no keys to the threads of market data', () => {
    const adapter = new BinanceAdapter(parseBinanceDataConfig('binance', KEYS), parseBinanceConfig('binance', KEYS));
    expect(JSON.stringify(adapter.marketData)).not.toMatch(/0123456789/);
  });

  it.each([
    ['spot', 'binance', 'BINANCE', BinanceAdapter],
    ['usdm', 'binance-usdm', 'BINANCE_USDM', BinanceUsdmAdapter],
  ] as const)(
    '%s: a thread makes the market data out of what it is handed',
    async (flavour, market, prefix, Adapter) => {
      const feed = await BinanceFeed.start(flavour, { past: 1 });
      feeds.push(feed);
      const env = {
        [`${prefix}_DATA_URL`]: feed.traffic.url,
        [`${prefix}_STREAM_URL`]: feed.traffic.streamUrl,
        [`${prefix}_SYMBOLS`]: 'BTCUSDT',
      };
      const { marketData } = new Adapter(parseBinanceDataConfig(market, env));
      const made = createMarketDataAdapter(structuredClone(marketData.config));
      expect((await made.instruments()).map(({ key }) => key)).toEqual([`${market}/BTCUSDT`]);
      await made.close();
    },
  );
});
