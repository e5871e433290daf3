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

  it('has its history kept, that of each market and address apart, but of no address that is too long for it', () => {
    const sourceOf = (market: 'binance' | 'binance-usdm', url?: string): string | undefined => {
      const name = market === 'binance' ? 'BINANCE_DATA_URL' : 'BINANCE_USDM_DATA_URL';
      const data = parseBinanceDataConfig(market, url === undefined ? {} : { [name]: url });
      return new (market === 'binance' ? BinanceAdapter : BinanceUsdmAdapter)(data).marketData.history?.source;
    };
    const sources = [sourceOf('binance'), sourceOf('binance-usdm'), sourceOf('binance', 'http://127.0.0.1:1')];
    expect(new Set(sources).size).toBe(3);
    for (const source of sources) expect(source).toMatch(/^[\x20-\x7e]{1,200}$/);
    expect(sourceOf('binance', `http://127.0.0.1:1/${'x'.repeat(200)}`)).toBeUndefined();
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
