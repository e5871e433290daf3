import { checkWindow } from './window.js';

/** Which of equal extremes `age` speaks of. */
export type Tie = 'newest' | 'oldest';

/**
 * Largest or smallest of the last `length` values, and how long ago it was. Keeps those that may still become the extreme, in
 * order (a monotonic queue): O(1) an update on average, whatever the length. A value that is not finite is left out.
 */
export class RollingExtreme {
  private readonly values: Float64Array;
  private readonly times: Float64Array;
  private readonly sign: number;
  private readonly strict: boolean;
  private head = 0;
  private queued = 0;
  private clock = 0;

  constructor(
    readonly length: number,
    side: 'max' | 'min',
    tie: Tie = 'newest',
  ) {
    this.values = new Float64Array(checkWindow(length));
    this.times = new Float64Array(length);
    this.sign = side === 'max' ? 1 : -1;
    this.strict = tie === 'oldest';
  }

  get ready(): boolean {
    return this.clock >= this.length;
  }

  /** Values taken since the start, also those that left the window. */
  get count(): number {
    return this.clock;
  }

  /** Of the values there are, also while the window is not full; NaN when there are none. */
  get value(): number {
    return this.queued === 0 ? NaN : this.sign * this.values[this.head];
  }

  /** Updates since the extreme: 0 if it is the last value. NaN when there are no values. */
  get age(): number {
    return this.queued === 0 ? NaN : this.clock - 1 - this.times[this.head];
  }

  update(value: number): void {
    if (!Number.isFinite(value)) return;
    const { length, values, times } = this;
    const rank = this.sign * value;
    if (this.queued > 0 && times[this.head] <= this.clock - length) this.drop();
    let tail = this.head + this.queued - 1;
    if (tail >= length) tail -= length;
    while (this.queued > 0 && (values[tail] < rank || (!this.strict && values[tail] === rank))) {
      this.queued -= 1;
      tail = tail === 0 ? length - 1 : tail - 1;
    }
    tail = this.head + this.queued;
    if (tail >= length) tail -= length;
    values[tail] = rank;
    times[tail] = this.clock;
    this.queued += 1;
    this.clock += 1;
  }

  private drop(): void {
    this.head = this.head + 1 === this.length ? 0 : this.head + 1;
    this.queued -= 1;
  }
}
