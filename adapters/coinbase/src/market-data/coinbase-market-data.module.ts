import type { MarketDataAdapter } from '@bourseworks/ports';
import type { CoinbaseConfig } from '../config.js';
import { CoinbaseMarketData } from './coinbase-market-data.js';

/** Entry for worker threads: imports no Nest. `config` is a CoinbaseConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new CoinbaseMarketData(config as unknown as CoinbaseConfig);
}
