import type { MarketDataAdapter } from '@bourseworks/ports';
import { SimMarketData } from './sim-market-data.js';

/** Entry for worker threads: imports neither Nest nor the broker side. `config` is a SimConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new SimMarketData({ url: String(config['url']), requestTimeoutMs: Number(config['requestTimeoutMs']) });
}
