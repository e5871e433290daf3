export { BinanceAdapter, BinanceUsdmAdapter } from './binance.adapter.js';
export { BinanceAdapterModule, BinanceUsdmAdapterModule } from './binance.module.js';
export { BinanceBroker } from './broker/binance-broker.js';
export { FUTURES } from './broker/futures.market.js';
export type { Market } from './broker/market.js';
export { SPOT } from './broker/spot.market.js';
export { parseBinanceConfig, type BinanceConfig, type MarketName } from './config.js';
export type { StreamTimes } from './session/user-stream.js';
export { binanceSettings, binanceUsdmSettings } from './settings.js';
