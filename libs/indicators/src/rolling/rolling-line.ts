import { centred, checkWindow } from './window.js';

/**
 * Least squares line through the last `length` values at x = 0 (the oldest) to length - 1 (the last), in O(1) an update.
 * Sums are kept about a reference near the data and built anew once a window. Values must be finite; everything is NaN until
 * the window is full.
 */
export class RollingLine {
  private readonly ring: Float64Array;
  private readonly middle: number;
  /** Sum of squares of x about its middle. */
  private readonly spread: number;
  private at = 0;
  private size = 0;
  private reference = 0;
  private sum = 0;
  private squares = 0;
  /** Sum of x y. */
  private products = 0;

  constructor(readonly length: number) {
    this.ring = new Float64Array(checkWindow(length, 2));
    this.middle = (length - 1) / 2;
    this.spread = (length * (length * length - 1)) / 12;
  }

  get ready(): boolean {
    return this.size === this.length;
  }

  /** Change of the line from one value to the next. */
  get slope(): number {
    return this.ready ? (this.products - this.middle * this.sum) / this.spread : NaN;
  }

  get mean(): number {
    return this.ready ? this.reference + this.sum / this.length : NaN;
  }

  /** The line at x: 0 at the oldest value, length - 1 at the last one, length at the next one. */
  line(x: number): number {
    return this.mean + this.slope * (x - this.middle);
  }

  /** Population variance of the values. */
  get variance(): number {
    return this.ready ? centred(this.squares, this.sum, this.length) / this.length : NaN;
  }

  /** Sum of squares that the line leaves unexplained, 0 where only rounding is left. */
  get residual(): number {
    const total = this.variance * this.length;
    const left = total - this.slope * this.slope * this.spread;
    return left > total * 1e-12 || Number.isNaN(left) ? left : 0;
  }

  /** Share of the variance that the line explains, 0 to 1; NaN when the values do not vary. */
  get rSquared(): number {
    const total = this.variance * this.length;
    return total > 0 ? 1 - this.residual / total : NaN;
  }

  update(value: number): void {
    if (this.size === 0) this.reference = value;
    const shifted = value - this.reference;
    if (this.size === this.length) {
      const oldest = this.ring[this.at] - this.reference;
      // All others move one place towards the start; the oldest was at 0.
      this.products -= this.sum - oldest;
      this.sum -= oldest;
      this.squares -= oldest * oldest;
      this.products += (this.length - 1) * shifted;
    } else {
      this.products += this.size * shifted;
      this.size += 1;
    }
    this.ring[this.at] = value;
    this.sum += shifted;
    this.squares += shifted * shifted;
    this.at += 1;
    if (this.at === this.length) this.rebuild();
  }

  private rebuild(): void {
    this.at = 0;
    this.reference += this.sum / this.length;
    this.sum = 0;
    this.squares = 0;
    this.products = 0;
    for (let i = 0; i < this.length; i++) {
      const shifted = this.ring[i] - this.reference;
      this.sum += shifted;
      this.squares += shifted * shifted;
      this.products += i * shifted;
    }
  }
}
