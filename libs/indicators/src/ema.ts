import { checkWindow } from './window.js';

/**
 * Exponential moving average, alpha = 2 / (length + 1), seeded with the simple average of the first `length` values; NaN
 * until then.
 */
export class Ema {
  private readonly alpha: number;
  private count = 0;
  private state = 0;

  constructor(readonly length: number) {
    this.alpha = 2 / (checkWindow(length) + 1);
  }

  get ready(): boolean {
    return this.count >= this.length;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  update(value: number): number {
    // Left out: one NaN would stay in the average for ever.
    if (!Number.isFinite(value)) return this.value;
    if (this.count < this.length) {
      this.count += 1;
      this.state += (value - this.state) / this.count;
    } else {
      this.state += this.alpha * (value - this.state);
    }
    return this.value;
  }
}
