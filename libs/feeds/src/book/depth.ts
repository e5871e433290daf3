import type { BookLevel } from '@bourseworks/domain';

interface Depth {
  /** Time of the venue, as in the events of domain; below that of receipt. */
  readonly us: number;
  readonly ns: number;
  readonly receivedUs?: number;
  readonly receivedNs?: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** The venue's checksum of the book after it. */
  readonly checksum?: number;
}

/** A change of a book: update ids `firstId` to `lastId`. Quantities are absolute, 0 removes the level. */
export interface DepthDiff extends Depth {
  readonly firstId: number;
  readonly lastId: number;
  /** Last id of the change before, where the venue names it; else -1. */
  readonly previousId: number;
}

/** A whole book: all changes up to `lastUpdateId` are in it. */
export interface DepthSnapshot extends Depth {
  readonly lastUpdateId: number;
}
