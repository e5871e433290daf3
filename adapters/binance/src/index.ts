export { BinanceAdapter, BinanceUsdmAdapter } from './binance.adapter.js';
export { BinanceAdapterModule, BinanceUsdmAdapterModule } from './binance.module.js';
export { BinanceBroker } from './broker/binance-broker.js';
export { FUTURES } from './broker/futures.market.js';
export type { Market } from './broker/market.js';
export { SPOT } from './broker/spot.market.js';
export {
  parseBinanceConfig,
  parseBinanceDataConfig,
  type BinanceConfig,
  type BinanceDataConfig,
  type MarketName,
} from './config.js';
export { BinanceMarketData, type BinanceMarketDataOptions } from './market-data/binance-market-data.js';
export { BinanceRecording, type RecordedMessage, type RecordingOptions } from './market-data/recorded.js';
export { SPOT_DATA, USDM_DATA, type DataMarket } from './market-data/data-market.js';
export type { StreamTimes as DataStreamTimes } from './market-data/session/stream-times.js';
export type { StreamTimes } from './session/user-stream.js';
export { binanceSettings, binanceUsdmSettings } from './settings.js';
