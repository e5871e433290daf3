import { centred, checkWindow } from './window.js';

/**
 * Mean and variance over the last `length` values. Sums are kept about a reference near the data: the textbook sum of
 * squares loses all digits when the mean is large beside the deviation. They are built anew, about a fresh reference, once
 * a window. A value that is not finite is left out: it would spoil every sum after it.
 */
export class RollingMoments {
  private readonly ring: Float64Array;
  private at = 0;
  private size = 0;
  private reference = 0;
  private sum = 0;
  private squares = 0;

  constructor(readonly length: number) {
    this.ring = new Float64Array(checkWindow(length));
  }

  /** Values held, up to `length`. */
  get count(): number {
    return this.size;
  }

  get ready(): boolean {
    return this.size === this.length;
  }

  /** NaN when there are no values. */
  get mean(): number {
    return this.size === 0 ? NaN : this.reference + this.sum / this.size;
  }

  /** Population variance (divided by n), never negative; NaN when there are no values. */
  get variance(): number {
    if (this.size === 0) return NaN;
    return centred(this.squares, this.sum, this.size) / this.size;
  }

  /** Sample variance (divided by n - 1); NaN below two values. */
  get sampleVariance(): number {
    return this.size < 2 ? NaN : (this.variance * this.size) / (this.size - 1);
  }

  get deviation(): number {
    return Math.sqrt(this.variance);
  }

  /** Distance of `value` from the mean in population deviations; NaN while they are zero or unknown. */
  zScore(value: number): number {
    const deviation = this.deviation;
    return deviation > 0 ? (value - this.mean) / deviation : NaN;
  }

  update(value: number): void {
    if (!Number.isFinite(value)) return;
    if (this.size === 0) this.reference = value;
    if (this.size === this.length) this.remove(this.ring[this.at]);
    else this.size += 1;
    this.ring[this.at] = value;
    const shifted = value - this.reference;
    this.sum += shifted;
    this.squares += shifted * shifted;
    this.at += 1;
    if (this.at === this.length) this.rebuild();
  }

  private remove(value: number): void {
    const shifted = value - this.reference;
    this.sum -= shifted;
    this.squares -= shifted * shifted;
  }

  private rebuild(): void {
    this.at = 0;
    this.reference += this.sum / this.size;
    this.sum = 0;
    this.squares = 0;
    for (let i = 0; i < this.length; i++) {
      const shifted = this.ring[i] - this.reference;
      this.sum += shifted;
      this.squares += shifted * shifted;
    }
  }
}
