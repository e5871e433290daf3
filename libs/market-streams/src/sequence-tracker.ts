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
  private first: number | undefined;
  private publishedBefore = 0;

  /** Sequence expected next; undefined while any will do. */
  get expected(): number | undefined {
    return this.next;
  }

  /** Items published while this was followed: last - first + 1, restarts added up. */
  get published(): number {
    return this.publishedBefore + (this.first === undefined || this.next === undefined ? 0 : this.next - this.first);
  }

  /** Says what comes next, from a reply of market-data; undefined = whatever comes. */
  expect(sequence: number | undefined): void {
    if (sequence === undefined) this.forget();
    else if (this.next !== sequence) this.begin(sequence);
    // Items below it are old, whatever their times, until one that is news has come: a snapshot holds them already.
    this.latestUs = 0;
  }

  /** A batch of `count` items from `seq0` on; `us` is the time of its last item, epoch microseconds. */
  check(seq0: number, count: number, us: number): BatchVerdict {
    if (this.next === undefined) this.begin(seq0);
    const expected = this.next as number;
    const end = seq0 + count;
    if (end > expected) {
      this.advance(end, us);
      return { from: Math.max(0, expected - seq0), missed: Math.max(0, seq0 - expected), restarted: false };
    }
    // Lower numbers at a later time come from a publisher that began anew; at no later time they are repetitions, as are
    // those that came before the answer which said what to expect.
    if (this.latestUs === 0 || us <= this.latestUs) return { from: count, missed: 0, restarted: false };
    this.begin(seq0);
    this.advance(end, us);
    return { from: 0, missed: 0, restarted: true };
  }

  private forget(): void {
    this.publishedBefore = this.published;
    this.first = this.next = undefined;
  }

  private begin(sequence: number): void {
    this.publishedBefore = this.published;
    this.first = this.next = sequence;
  }

  private advance(next: number, us: number): void {
    this.next = next;
    this.latestUs = Math.max(this.latestUs, us);
  }
}
