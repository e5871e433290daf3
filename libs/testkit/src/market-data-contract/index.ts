export { describeMarketDataContract, MARKET_DATA_CONTRACT, runMarketDataCase } from './contract.js';
export type { MarketDataCase } from './contract-case.js';
export type { FeedVenue, MarketDataHarness } from './harness.js';
export { RecordingStreamSink, type Told } from './recording-sink.js';
export { MarketDataTrial, bookOf, sameEvents, type Opened } from './trial.js';
