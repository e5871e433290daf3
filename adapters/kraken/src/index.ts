export { parseKrakenConfig, type KrakenConfig } from './config.js';
export { KrakenAdapter } from './kraken.adapter.js';
export { KrakenAdapterModule } from './kraken.module.js';
export { KrakenMarketData, type KrakenMarketDataOptions } from './market-data/kraken-market-data.js';
export type { KrakenTimes } from './market-data/session/times.js';
export { krakenSettings } from './settings.js';
