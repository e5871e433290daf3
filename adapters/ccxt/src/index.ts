export { CcxtBroker, type CcxtBrokerOptions } from './broker/ccxt-broker.js';
export { CcxtAdapter } from './ccxt.adapter.js';
export type { CcxtExchange } from './ccxt-exchange.js';
export { CcxtAdapterModule } from './ccxt.module.js';
export { parseCcxtConfig, type CcxtConfig } from './config.js';
export { loadExchange } from './load-ccxt.js';
export { ccxtSettings } from './settings.js';
