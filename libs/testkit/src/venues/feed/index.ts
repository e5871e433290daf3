export { FeedServer } from './feed-server.js';
export type { FeedFault, FeedFaultKind } from './faults.js';
export { ModelMarket, type ModelMarketOptions } from './model-market.js';
export type { FeedClient, FeedTraffic, VenueReply, VenueRequest, VenueScript } from './venue-script.js';
export { alpacaMessages, alpacaTradesPage, type AlpacaMessage } from './recordings/alpaca-messages.js';
export { binanceRawFeed, rawFeedLine, type RawFeedLine } from './recordings/binance-raw-feed.js';
export { exchangeRecording, recordedLine, type RecordedLine } from './recordings/exchange-recordings.js';
