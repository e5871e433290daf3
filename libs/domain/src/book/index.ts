export * from './book-analytics.js';
export * from './book-side.js';
export type { BookSideView, BookView, LevelVisitor } from './book-view.js';
export * from './consolidated-book.js';
export { krakenChecksum, type BookDecimals } from './kraken-checksum.js';
export * from './order-book.js';
