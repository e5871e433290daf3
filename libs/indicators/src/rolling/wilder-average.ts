import { checkWindow } from './window.js';

/**
 * Wilder's smoothing: begins with the simple average of its first `length` values and then moves 1 / length of the way to
 * each. NaN until then. Values must be finite.
 */
export class WilderAverage {
  private count = 0;
  private state = 0;

  constructor(readonly length: number) {
    checkWindow(length);
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  update(value: number): void {
    if (this.count < this.length) this.count += 1;
    this.state += (value - this.state) / this.count;
  }
}
