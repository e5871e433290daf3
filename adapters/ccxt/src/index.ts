export { CcxtBroker, type CcxtBrokerOptions } from './broker/ccxt-broker.js';
export { CcxtAdapter } from './ccxt.adapter.js';
export type { CcxtExchange } from './ccxt-exchange.js';
export { CcxtAdapterModule } from './ccxt.module.js';
export {
  parseCcxtConfig,
  parseCcxtDataConfig,
  type CcxtAccess,
  type CcxtConfig,
  type CcxtDataConfig,
} from './config.js';
export { loadExchange } from './load-ccxt.js';
export { CcxtMarketData, type CcxtMarketDataOptions } from './market-data/ccxt-market-data.js';
export { ccxtSettings } from './settings.js';
