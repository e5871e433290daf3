import { checkWindow } from './window.js';

/**
 * Exponential average with any weight of the newest value: begins with the simple average of its first `seeds` values, known
 * from there on. Values must be finite.
 */
export class ExponentialAverage {
  private count = 0;
  /** Of the seeds there are. */
  private mean = 0;
  private state = NaN;

  constructor(
    readonly alpha: number,
    readonly seeds: number,
  ) {}

  /** Wilder's smoothing: 1 / `length` of the way to each value, after the simple average of the first `length`. */
  static wilder(length: number): ExponentialAverage {
    return new ExponentialAverage(1 / checkWindow(length), length);
  }

  get ready(): boolean {
    return this.count === this.seeds;
  }

  get value(): number {
    return this.state;
  }

  /** Begins with `value` instead of an average, known at once. */
  begin(value: number): void {
    this.count = this.seeds;
    this.state = value;
  }

  /** The average with `value`; NaN until it is known. */
  update(value: number): number {
    if (this.count === this.seeds) this.state += this.alpha * (value - this.state);
    else this.seed(value);
    return this.state;
  }

  private seed(value: number): void {
    this.count += 1;
    this.mean += (value - this.mean) / this.count;
    if (this.count === this.seeds) this.state = this.mean;
  }
}
