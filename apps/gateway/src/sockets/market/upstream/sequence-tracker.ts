/** What a batch of a topic means to its reader. */
export interface BatchVerdict {
  /** Index of the first item that is news; the number of items when all are known. */
  readonly from: number;
  /** Items lost before it. */
  readonly missed: number;
  /** The publisher began anew. */
  readonly restarted: boolean;
}

/** Follows the sequence of one topic: 1, 2, 3 … without holes, from a publisher that may begin anew at 1. */
export class SequenceTracker {
  private next: number | undefined;
  private latestUs = 0;

  get expected(): number | undefined {
    return this.next;
  }

  /** Says what comes next; undefined = whatever comes. */
  expect(sequence: number | undefined): void {
    this.next = sequence;
    this.latestUs = 0;
  }

  /** `us` is the time of the last item. */
  check(seq0: number, count: number, us: number): BatchVerdict {
    const expected = this.next ?? seq0;
    const end = seq0 + count;
    if (end > expected) {
      this.next = end;
      this.latestUs = us;
      return { from: Math.max(0, expected - seq0), missed: Math.max(0, seq0 - expected), restarted: false };
    }
    // Lower numbers at a later time come from a publisher that began anew, at no later time they are repetitions.
    if (this.latestUs === 0 || us <= this.latestUs) return { from: count, missed: 0, restarted: false };
    this.next = end;
    this.latestUs = us;
    return { from: 0, missed: 0, restarted: true };
  }
}
