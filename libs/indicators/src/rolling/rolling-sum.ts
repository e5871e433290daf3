import { checkWindow } from './window.js';

/**
 * Sum of the last `length` values. It is added up anew once a window: the rounding of additions and subtractions would pile up
 * without a bound. It is exactly 0 where all values are 0, so that it may be tested before it divides. Values must be finite.
 */
export class RollingSum {
  private readonly ring: Float64Array;
  private at = 0;
  private size = 0;
  private sum = 0;
  /** Values that are not 0. */
  private weights = 0;

  constructor(readonly length: number) {
    this.ring = new Float64Array(checkWindow(length));
  }

  get ready(): boolean {
    return this.size === this.length;
  }

  /** Values held, up to `length`. */
  get count(): number {
    return this.size;
  }

  /** Of the values there are. */
  get value(): number {
    return this.sum;
  }

  /** Of the values there are; NaN when there are none. */
  get mean(): number {
    return this.sum / this.size;
  }

  /** The value that the next update drops; NaN while there is none. */
  get oldest(): number {
    return this.ready ? this.ring[this.at] : NaN;
  }

  /** The value `age` updates ago, 0 the last one. Only for an age below `count`. */
  back(age: number): number {
    const index = this.at - 1 - age;
    return this.ring[index < 0 ? index + this.length : index];
  }

  /** Sum of the distances of the values from `centre`. Only of a full window. */
  distances(centre: number): number {
    const { ring, length } = this;
    let even = 0;
    let odd = 0;
    // In two sums, as each addition waits for the one before it.
    for (let i = 1; i < length; i += 2) {
      even += Math.abs(ring[i - 1] - centre);
      odd += Math.abs(ring[i] - centre);
    }
    return length % 2 === 0 ? even + odd : even + odd + Math.abs(ring[length - 1] - centre);
  }

  update(value: number): void {
    if (this.size === this.length) this.drop(this.ring[this.at]);
    else this.size += 1;
    this.ring[this.at] = value;
    this.sum += value;
    if (value !== 0) this.weights += 1;
    this.at += 1;
    if (this.at === this.length) this.wrap();
  }

  private drop(value: number): void {
    if (value === 0) return;
    this.weights -= 1;
    this.sum = this.weights === 0 ? 0 : this.sum - value;
  }

  private wrap(): void {
    this.at = 0;
    let sum = 0;
    for (let i = 0; i < this.length; i++) sum += this.ring[i];
    this.sum = sum;
  }
}
