import { checkWindow } from './window.js';

/**
 * Exponential average with any weight of the newest value: begins with the simple average of its first `seeds` values, known
 * from there on. Values must be finite.
 */
export class ExponentialAverage {
  private count = 0;
  private state = 0;

  constructor(
    readonly alpha: number,
    readonly seeds: number,
  ) {}

  /** Wilder's smoothing: 1 / `length` of the way to each value, after the simple average of the first `length`. */
  static wilder(length: number): ExponentialAverage {
    return new ExponentialAverage(1 / checkWindow(length), length);
  }

  get ready(): boolean {
    return this.count >= this.seeds;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  /** Begins with `value` instead of an average, known at once. */
  begin(value: number): void {
    this.count = this.seeds;
    this.state = value;
  }

  update(value: number): void {
    if (this.count < this.seeds) {
      this.count += 1;
      this.state += (value - this.state) / this.count;
    } else {
      this.state += this.alpha * (value - this.state);
    }
  }
}
