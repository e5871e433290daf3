/** What a batch of a topic means to its reader. */
export interface BatchVerdict {
  /** Index of the first item that is news; the number of items when all are known, or void. */
  readonly from: number;
  /** Items lost before it. */
  readonly missed: number;
  /** The topic has a new owner since the last batch, who began anew. */
  readonly restarted: boolean;
}

/** Of the first item of an epoch. */
const FIRST_SEQUENCE = 1;

const SAME = { missed: 0, restarted: false } as const;

/**
 * Follows the sequence of one topic: 1, 2, 3 … without holes within an epoch. An owner who takes over, or is started anew, has
 * a higher epoch and begins at 1, whatever the times of its items; what an owner of a lower epoch still says is void.
 */
export class SequenceTracker {
  /** 0 = none was heard of. */
  private heard = 0;
  private next: number | undefined;
  private first = 0;
  private publishedBefore = 0;

  /** Sequence expected next; undefined while any will do. */
  get expected(): number | undefined {
    return this.next;
  }

  /** Items published while this was followed: last - first + 1, epochs added up. */
  get published(): number {
    return this.publishedBefore + (this.next === undefined ? 0 : this.next - this.first);
  }

  /** Whether it is of an owner who has been replaced. */
  isPast(epoch: number): boolean {
    return epoch < this.heard;
  }

  /** The next item is `sequence` of an epoch, as after a snapshot. False when that is of the past; then nothing changes. */
  expect(epoch: number, sequence: number): boolean {
    if (this.isPast(epoch)) return false;
    if (epoch !== this.heard || sequence !== this.next) this.begin(epoch, sequence);
    return true;
  }

  /** Market-data says up to which sequence the topic was published: what was not heard of that is lost. */
  told(epoch: number, sequence: number): Omit<BatchVerdict, 'from'> {
    if (this.next === undefined) {
      this.begin(epoch, sequence + 1);
      return SAME;
    }
    const { missed, restarted } = this.check(epoch, sequence + 1, 0);
    return { missed, restarted };
  }

  /** A batch of `count` items from `seq0` on. */
  check(epoch: number, seq0: number, count: number): BatchVerdict {
    if (this.isPast(epoch)) return { from: count, ...SAME };
    const restarted = this.next !== undefined && epoch > this.heard;
    if (epoch > this.heard) this.begin(epoch, restarted ? FIRST_SEQUENCE : seq0);
    const expected = this.next as number;
    const end = seq0 + count;
    // A repetition, or what came before the answer that says what to expect.
    if (end <= expected) return { from: count, missed: 0, restarted };
    this.next = end;
    return { from: Math.max(0, expected - seq0), missed: Math.max(0, seq0 - expected), restarted };
  }

  private begin(epoch: number, sequence: number): void {
    this.publishedBefore = this.published;
    this.heard = epoch;
    this.first = this.next = sequence;
  }
}
