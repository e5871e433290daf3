import type { MarketDataAdapter } from '@bourseworks/ports';
import type { ReplayConfig } from '../config.js';
import { ReplayMarketData } from './replay-market-data.js';

/** What a worker thread calls; this module and all it imports stay free of the service framework. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): Promise<MarketDataAdapter> {
  return ReplayMarketData.load(config as unknown as ReplayConfig);
}
