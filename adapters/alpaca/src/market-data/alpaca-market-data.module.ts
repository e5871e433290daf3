import type { MarketDataAdapter } from '@bourseworks/ports';
import type { AlpacaDataConfig } from '../config.js';
import { AlpacaMarketData } from './alpaca-market-data.js';

/** Entry for worker threads: imports no Nest. `config` is an AlpacaDataConfig. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new AlpacaMarketData(config as unknown as AlpacaDataConfig);
}
