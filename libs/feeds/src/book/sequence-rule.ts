import type { DepthDiff } from './depth.js';

/** How a venue numbers the changes of a book. */
export interface SequenceRule {
  /**
   * Snapshots come in the feed itself, in its order: each is the book at once, and the changes behind it follow. Otherwise
   * they are fetched beside the feed, and wait for a change that joins them.
   */
  readonly inFeed?: boolean;
  /** The snapshot contains the change already. */
  isStale(diff: DepthDiff, lastUpdateId: number): boolean;
  /** The change may be the first one applied to the snapshot. */
  joins(diff: DepthDiff, lastUpdateId: number): boolean;
  /**
   * Nothing is missing between a snapshot that became the book while nothing changed, and this change; as `joins` by default,
   * which asks for more where a change names the one before it.
   */
  continues?(diff: DepthDiff, lastUpdateId: number): boolean;
  /** Nothing is missing between the change whose last id is `previous` and this one. */
  follows(diff: DepthDiff, previous: number): boolean;
}

/** Every id is in one change: what Binance documents for spot under "how to manage a local order book". */
export const SPOT_SEQUENCE: SequenceRule = {
  isStale: (diff, lastUpdateId) => diff.lastId <= lastUpdateId,
  joins: (diff, lastUpdateId) => diff.firstId <= lastUpdateId + 1 && lastUpdateId + 1 <= diff.lastId,
  follows: (diff, previous) => diff.firstId === previous + 1,
};

/** USD-M futures of Binance leave ids out, and name the change before instead: between the two of them there is nothing. */
export const FUTURES_SEQUENCE: SequenceRule = {
  isStale: (diff, lastUpdateId) => diff.lastId < lastUpdateId,
  joins: (diff, lastUpdateId) => diff.firstId <= lastUpdateId && lastUpdateId <= diff.lastId,
  continues: (diff, lastUpdateId) => diff.previousId <= lastUpdateId && lastUpdateId <= diff.lastId,
  follows: (diff, previous) => diff.previousId === previous,
};

/** Snapshots in the feed, and changes that follow by one; where the venue numbers nothing, the adapter counts messages. */
export const IN_FEED_SEQUENCE: SequenceRule = { ...SPOT_SEQUENCE, inFeed: true };
