import type { Row } from '../../sqlite/database-file.js';

/** Processors may disagree about the monotonic time by this much at most; what lies further back is of another boot. */
const TOLERANCE_US = 1_000_000;

/** What the file knows about time, as it was last written. */
export interface TimeMark {
  /** The store's own time, microseconds: how long it has lived while the machine ran. */
  readonly storeUs: number;
  /** Monotonic time of the machine at that moment, whole microseconds. */
  readonly monotonicUs: number;
  /** The last version or token. */
  readonly stamp: number;
}

/**
 * The store's time at a monotonic time of the machine, whole microseconds. It runs on the monotonic clock that the processes of one machine share, so that no step of the
 * machine's wall clock ends a lease early or late. After a new boot that clock begins anew; then at least its reading has
 * passed, and nothing runs out before its time.
 */
export function storeTime(mark: TimeMark, monotonicUs: number): number {
  const passed = monotonicUs - mark.monotonicUs;
  if (passed >= 0) return mark.storeUs + passed;
  return mark.storeUs + (passed > -TOLERANCE_US ? 0 : monotonicUs);
}

export function timeMark(row: Row | undefined): TimeMark {
  return {
    storeUs: Number(row?.['store_us']),
    monotonicUs: Number(row?.['monotonic_us']),
    stamp: Number(row?.['stamp']),
  };
}
