export { AlpacaAdapter } from './alpaca.adapter.js';
export { AlpacaAdapterModule } from './alpaca.module.js';
export { AlpacaBroker, DEFAULT_TIMINGS, type AlpacaTimings } from './broker/alpaca-broker.js';
export { parseAlpacaConfig, type AlpacaConfig } from './config.js';
export { alpacaSettings } from './settings.js';
