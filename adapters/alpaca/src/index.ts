export { AlpacaAdapter } from './alpaca.adapter.js';
export { AlpacaAdapterModule } from './alpaca.module.js';
export { AlpacaBroker, DEFAULT_TIMINGS, type AlpacaTimings } from './broker/alpaca-broker.js';
export { parseAlpacaConfig, parseAlpacaDataConfig, type AlpacaConfig, type AlpacaDataConfig } from './config.js';
export { AlpacaMarketData, type AlpacaMarketDataOptions } from './market-data/alpaca-market-data.js';
export type { AlpacaDataTimes } from './market-data/session/times.js';
export { alpacaSettings } from './settings.js';
