import type { MarketDataAdapter } from '@bourseworks/ports';
import type { KrakenConfig } from '../config.js';
import { KrakenMarketData } from './kraken-market-data.js';

/** Entry for worker threads: imports no Nest. `config` is a KrakenConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new KrakenMarketData(config as unknown as KrakenConfig);
}
