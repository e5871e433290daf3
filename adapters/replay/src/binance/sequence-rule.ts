import type { DepthDiff } from './messages.js';

/** How a venue numbers the changes of a book: what Binance documents under "how to manage a local order book". */
export interface SequenceRule {
  /** The snapshot contains the change already. */
  isStale(diff: DepthDiff, lastUpdateId: number): boolean;
  /** The change may be the first one applied to the snapshot. */
  joins(diff: DepthDiff, lastUpdateId: number): boolean;
  /** Nothing is missing between the change whose last id is `previous` and this one. */
  follows(diff: DepthDiff, previous: number): boolean;
}

export const SPOT_SEQUENCE: SequenceRule = {
  isStale: (diff, lastUpdateId) => diff.lastId <= lastUpdateId,
  joins: (diff, lastUpdateId) => diff.firstId <= lastUpdateId + 1 && lastUpdateId + 1 <= diff.lastId,
  follows: (diff, previous) => diff.firstId === previous + 1,
};

/** USD-M futures leave ids out, and name the change before instead. */
export const FUTURES_SEQUENCE: SequenceRule = {
  isStale: (diff, lastUpdateId) => diff.lastId < lastUpdateId,
  joins: (diff, lastUpdateId) => diff.firstId <= lastUpdateId && lastUpdateId <= diff.lastId,
  follows: (diff, previous) => diff.previousId === previous,
};
