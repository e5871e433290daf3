import type { RecordHandler } from '../record.js';
import type { MergeSource } from './merge-source.js';
import { EMPTY, HELD_BACK } from './merge-source.js';

/** Most records one drain may deliver, so that promises, timers and messages of the thread get their turn. */
export const DRAIN_BUDGET = 256;

/**
 * Merges the lanes of one worker into the order of the host's sequences. All lanes must be written by one thread that takes
 * a sequence and writes the record before it takes the next. Equal sequences are delivered in the order of the lanes.
 */
export class LaneMerger {
  private readonly lanes: MergeSource[];
  private draining = false;

  constructor(lanes: readonly MergeSource[]) {
    this.lanes = [...lanes];
  }

  /** Adds a lane, for example a further slot table. Records that stand in it already are merged from now on. */
  add(lane: MergeSource): void {
    this.lanes.push(lane);
  }

  /**
   * Delivers up to `max` records (at most 256).
   * @returns how many; 0 when every lane is empty, or the next record is still in the producer's overflow.
   * @throws Error when called from inside a handler. An error of a handler passes through; its record counts as consumed.
   */
  drain(max: number, handler: RecordHandler): number {
    if (this.draining) throw new Error('drain called from inside a record handler');
    this.draining = true;
    const budget = Math.min(max, DRAIN_BUDGET);
    let count = 0;
    try {
      while (count < budget) {
        const lane = this.next();
        if (lane === undefined) break;
        count += 1;
        lane.take(handler);
      }
    } finally {
      this.draining = false;
      for (const lane of this.lanes) lane.release();
    }
    return count;
  }

  /**
   * The lane of the lowest sequence. The first look may see a late record of one lane and miss an earlier one that went
   * into a lane looked at before; once a record is seen, everything the host wrote before it is visible, so the second
   * look settles it.
   */
  private next(): MergeSource | undefined {
    return this.lowest() === undefined ? undefined : this.lowest();
  }

  private lowest(): MergeSource | undefined {
    let best: MergeSource | undefined;
    let lowest = EMPTY;
    for (const lane of this.lanes) {
      const seq = lane.peekSeq();
      if (seq === HELD_BACK) return undefined;
      if (seq < lowest) {
        lowest = seq;
        best = lane;
      }
    }
    return best;
  }
}
