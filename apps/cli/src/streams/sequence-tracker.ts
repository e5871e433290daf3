/** What a batch of a topic means to its reader. */
export interface BatchVerdict {
  /** Index of the first item that is news; the number of items when all are known. */
  readonly from: number;
  /** Items lost before it. */
  readonly missed: number;
  /** The publisher began anew. */
  readonly restarted: boolean;
}

const isLater = (a: string, b: string): boolean => (a.length === b.length ? a > b : a.length > b.length);

/** Follows the sequence of one topic: 1, 2, 3 … without holes, from a publisher that may begin anew at 1. */
export class SequenceTracker {
  private next: number | undefined;
  /** Latest time seen, epoch nanoseconds as text; '' until an item came. */
  private latest = '';

  get expected(): number | undefined {
    return this.next;
  }

  /** Says what comes next; undefined = whatever comes. */
  expect(sequence: number | undefined): void {
    this.next = sequence;
    this.latest = '';
  }

  /** `time` is that of the last item. */
  check(seq0: number, count: number, time: string): BatchVerdict {
    const expected = this.next ?? seq0;
    const end = seq0 + count;
    if (end > expected) {
      this.advance(end, time);
      return { from: Math.max(0, expected - seq0), missed: Math.max(0, seq0 - expected), restarted: false };
    }
    // Lower numbers at a later time come from a publisher that began anew, at no later time they are repetitions.
    if (this.latest === '' || !isLater(time, this.latest)) return { from: count, missed: 0, restarted: false };
    this.advance(end, time);
    return { from: 0, missed: 0, restarted: true };
  }

  private advance(next: number, time: string): void {
    this.next = next;
    this.latest = time;
  }
}
