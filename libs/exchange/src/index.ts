export * from './fees/fee-model.js';
export * from './matching/codes.js';
export * from './matching/match-sink.js';
export { MatchingBook, type MatchingBookOptions } from './matching/matching-book.js';
