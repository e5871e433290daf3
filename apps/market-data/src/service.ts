import { adapterSettings } from '@bourseworks/adapters/installed';
import { keyValueSettings, type BusServiceOptions } from '@bourseworks/service';
import { MarketDataConfig } from './config/market-data-config.js';

/** What the process is called, and what it reads from its environment. */
export const service: BusServiceOptions = {
  name: 'market-data',
  defaultPort: 3_001,
  portVar: 'MARKET_DATA_PORT',
  config: MarketDataConfig,
  settings: async (env) => [...(await adapterSettings(env)), keyValueSettings],
};
