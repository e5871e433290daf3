import type { FeedMessage } from './recording.js';

/** What came of a feed, in decimal numbers, for comparison. */
export interface FeedState {
  readonly trades: number;
  /** Of the last one. */
  readonly lastTradeId: string | undefined;
  readonly lastTradePrice: number;
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
  /** Best levels of the book, best first. */
  readonly bids: readonly (readonly [price: number, size: number])[];
  readonly asks: readonly (readonly [price: number, size: number])[];
}

/** One who reads the messages of a feed, from the bytes of each to what it hands on. */
export interface FeedReader {
  read(message: FeedMessage): void;
  state(): FeedState;
  close(): void;
}

/** Levels of a side that are compared. */
export const COMPARED_LEVELS = 20;
