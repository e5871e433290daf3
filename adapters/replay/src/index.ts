export { PaperBroker, type PaperBrokerOptions } from './broker/paper-broker.js';
export { DEFAULT_FEE_RATE, DEFAULT_VENUES, parseReplayConfig, type ReplayConfig } from './config.js';
export { PART_EVENTS, ReplayMarketData } from './market-data/replay-market-data.js';
export { ReplayAdapter } from './replay.adapter.js';
export { ReplayAdapterModule } from './replay.module.js';
export { replaySettings } from './settings.js';
