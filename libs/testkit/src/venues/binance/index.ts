export { BinanceFeed, type BinanceFeedOptions } from './binance-feed.js';
export { BinanceScript, type BinanceSource } from './binance-script.js';
export { BinanceWords, type BinanceFlavour, type BinanceListing } from './binance-words.js';
