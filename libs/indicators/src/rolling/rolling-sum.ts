import { checkWindow } from './window.js';

/**
 * Sum of the last `length` values. Once a window it goes on with a sum of additions alone: the rounding of additions and
 * subtractions would pile up without a bound. It is exactly 0 where all values are 0, so that it may be tested before it
 * divides. Values must be finite.
 */
export class RollingSum {
  private readonly ring: Float64Array;
  private at = 0;
  private size = 0;
  private sum = 0;
  /** Of the values since the ring was last begun. */
  private fresh = 0;
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
    const whole = length - (length % 4);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    // Side by side, as each addition waits for the one before it.
    for (let i = 0; i < whole; i += 4) {
      a += Math.abs(ring[i] - centre);
      b += Math.abs(ring[i + 1] - centre);
      c += Math.abs(ring[i + 2] - centre);
      d += Math.abs(ring[i + 3] - centre);
    }
    for (let i = whole; i < length; i++) a += Math.abs(ring[i] - centre);
    return a + b + (c + d);
  }

  update(value: number): void {
    const { ring, at } = this;
    if (this.size === this.length) this.drop(ring[at]);
    else this.size += 1;
    ring[at] = value;
    this.sum += value;
    this.fresh += value;
    this.weights += Number(value !== 0);
    this.at = at + 1;
    if (this.at === this.length) this.wrap();
  }

  private drop(value: number): void {
    this.weights -= Number(value !== 0);
    this.sum = this.weights === 0 ? 0 : this.sum - value;
  }

  private wrap(): void {
    this.at = 0;
    this.sum = this.fresh;
    this.fresh = 0;
  }
}
