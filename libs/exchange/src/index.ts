export * from './fees/fee-model.js';
export * from './matching/codes.js';
export * from './matching/match-sink.js';
export { StopBook, type Stop } from './matching/stop-book.js';
export { MatchingBook, type MatchingBookOptions } from './matching/matching-book.js';
