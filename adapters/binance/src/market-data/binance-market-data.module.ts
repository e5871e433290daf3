import type { MarketDataAdapter } from '@bourseworks/ports';
import type { BinanceDataConfig } from '../config.js';
import { BinanceMarketData } from './binance-market-data.js';
import { dataMarket } from './data-market.js';

/** Entry for worker threads: imports neither Nest nor the broker side. `config` is a BinanceDataConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  const data = config as unknown as BinanceDataConfig;
  return new BinanceMarketData(dataMarket(data.market), data);
}
