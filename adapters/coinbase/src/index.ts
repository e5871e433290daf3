export { CoinbaseAdapter } from './coinbase.adapter.js';
export { CoinbaseAdapterModule } from './coinbase.module.js';
export { parseCoinbaseConfig, type CoinbaseConfig } from './config.js';
export { CoinbaseMarketData, type CoinbaseMarketDataOptions } from './market-data/coinbase-market-data.js';
export type { CoinbaseTimes } from './market-data/session/times.js';
export { coinbaseSettings } from './settings.js';
