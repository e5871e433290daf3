import type { HostSequence, RecordHandler } from '../record.js';

/** What `peekSeq` answers when a lane has nothing. */
export const EMPTY = Infinity;

/** What `peekSeq` answers when the lane's next record exists but is still in the producer's overflow. */
export const HELD_BACK = -Infinity;

/** A lane as the merger sees it. */
export interface MergeSource {
  /** Sequence of the next record, `EMPTY` or `HELD_BACK`. Looks at shared memory anew whenever its own copy is used up. */
  peekSeq(): HostSequence;
  /** Delivers the record that `peekSeq` saw. */
  take(handler: RecordHandler): void;
  /** Gives the memory of everything taken back to the producer. */
  release(): void;
}
