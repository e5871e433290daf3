import { DomainError } from '@bourseworks/domain';

/**
 * What a number is to those before it. `next`: the one that was expected. `ahead`: something before it is missing, it waits.
 * `reordered`: a higher one came before it, and waited for it. `late`: its place was given up as missing, and is filled only
 * now. `duplicate`: it came before.
 */
export type SequenceVerdict = 'next' | 'ahead' | 'reordered' | 'late' | 'duplicate';

/** Takes what a guard lets through, in order. */
export interface GuardSink<T> {
  pass(item: T): void;
  /** Numbers `from` to `to`, both included, did not come in time: what is passed on next is behind them. */
  missing(from: number, to: number): void;
}

export interface GuardOptions {
  /** Items that may wait for a missing one, at least 0. With 0 each jump is a gap at once. */
  readonly window: number;
  /** How long a missing one is waited for, microseconds. It is looked at with every item, and by `expire`. */
  readonly waitUs: number;
}

interface Waiting<T> {
  readonly sequence: number;
  readonly item: T;
  readonly sinceUs: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges of missing numbers that are remembered, to know a late item from a repeated one. */
const MAX_RANGES = 256;

/**
 * Keeps a feed whose items are numbered by one in order. Items that overtook others wait for them, a bounded number for a
 * bounded time; then what is missing is told, and what waited is passed on. Nothing is passed on twice.
 *
 * The first item begins the numbering, whatever its number is. Only the last 256 ranges of missing numbers are remembered:
 * what fills an older one is taken for a duplicate.
 */
export class SequenceGuard<T> {
  /** The number that comes next; undefined before the first. */
  private expected: number | undefined;
  private first: number | undefined;
  /** By number, ascending; all above `expected`. */
  private waiting: Waiting<T>[] = [];
  /** Given up and not filled since. */
  private ranges: Range[] = [];

  /** Throws NUMBER_RANGE. */
  constructor(
    private readonly sink: GuardSink<T>,
    private readonly options: GuardOptions,
  ) {
    const { window, waitUs } = options;
    if (Number.isSafeInteger(window) && window >= 0 && waitUs >= 0) return;
    throw new DomainError({
      code: 'NUMBER_RANGE',
      message: 'a window and a wait are at least 0',
      details: { ...options },
    });
  }

  /** Since when the first missing number is waited for, by the `us` of the items; undefined when none is. */
  get waitingSinceUs(): number | undefined {
    if (this.waiting.length === 0) return undefined;
    return this.waiting.reduce((first, { sinceUs }) => Math.min(first, sinceUs), Number.POSITIVE_INFINITY);
  }

  /** The first number that is waited for; undefined when none is. */
  get missing(): number | undefined {
    return this.waiting.length === 0 ? undefined : this.expected;
  }

  /**
   * Takes an item that came at `us`; passes on what is in order now. A late item is not passed on: the caller decides, as it
   * is behind what was passed on before. Throws DATA_FORMAT for what is no number of a sequence.
   */
  offer(sequence: number, item: T, us: number): SequenceVerdict {
    if (!Number.isSafeInteger(sequence) || sequence < 0) {
      throw new DomainError({ code: 'DATA_FORMAT', message: `${sequence} is no number of a sequence` });
    }
    this.expire(us);
    this.expected ??= this.first !== undefined && this.first <= sequence ? this.first : sequence;
    if (sequence < this.expected) return this.fill(sequence) ? 'late' : 'duplicate';
    if (sequence === this.expected) {
      const verdict = this.waiting.length > 0 ? 'reordered' : 'next';
      this.pass(sequence, item);
      this.release();
      return verdict;
    }
    return this.wait({ sequence, item, sinceUs: us });
  }

  /**
   * What was passed on before ended just below this number: said before the first item. A first item below it is one of a venue
   * that numbers anew.
   */
  begin(sequence: number): void {
    this.first = Number.isSafeInteger(sequence) ? sequence : undefined;
  }

  /** Gives up what is waited for since `waitUs` or longer. */
  expire(us: number): void {
    let since = this.waitingSinceUs;
    while (since !== undefined && us - since >= this.options.waitUs) {
      this.giveUp();
      since = this.waitingSinceUs;
    }
  }

  /** Gives up all that is waited for, and passes on what waited. */
  settle(): void {
    while (this.waiting.length > 0) this.giveUp();
  }

  /** The venue numbers anew: forgets everything, what waits included. */
  reset(): void {
    this.expected = this.first = undefined;
    this.waiting = [];
    this.ranges = [];
  }

  private wait(entry: Waiting<T>): SequenceVerdict {
    // Most come in order: the place is looked for from the end.
    let index = this.waiting.length;
    while (index > 0 && this.waiting[index - 1].sequence > entry.sequence) index--;
    if (index > 0 && this.waiting[index - 1].sequence === entry.sequence) return 'duplicate';
    const verdict = index < this.waiting.length ? 'reordered' : 'ahead';
    this.waiting.splice(index, 0, entry);
    while (this.waiting.length > this.options.window) this.giveUp();
    return verdict;
  }

  /** The numbers before the first that waits are missing. */
  private giveUp(): void {
    const { expected = 0 } = this;
    const range = { from: expected, to: this.waiting[0].sequence - 1 };
    this.ranges.push(range);
    if (this.ranges.length > MAX_RANGES) this.ranges.shift();
    this.expected = this.waiting[0].sequence;
    this.sink.missing(range.from, range.to);
    this.release();
  }

  private pass(sequence: number, item: T): void {
    this.expected = sequence + 1;
    this.sink.pass(item);
  }

  /** Passes on what waits and has nothing missing before it. */
  private release(): void {
    let count = 0;
    while (count < this.waiting.length && this.waiting[count].sequence === this.expected) {
      this.pass(this.expected, this.waiting[count++].item);
    }
    if (count > 0) this.waiting.splice(0, count);
  }

  /** Whether the number was missing; it is not any more. */
  private fill(sequence: number): boolean {
    const index = this.ranges.findIndex(({ from, to }) => from <= sequence && sequence <= to);
    if (index < 0) return false;
    const { from, to } = this.ranges[index];
    const rest = [
      { from, to: sequence - 1 },
      { from: sequence + 1, to },
    ].filter((range) => range.from <= range.to);
    this.ranges.splice(index, 1, ...rest);
    if (this.ranges.length > MAX_RANGES) this.ranges.shift();
    return true;
  }
}
