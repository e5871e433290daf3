import { checkWindow } from './window.js';

/**
 * The last `length` values in ascending order. An update finds its places by halving and moves what is between them: cheap
 * up to windows of some thousands. Values must be finite.
 */
export class SortedWindow {
  private readonly ring: Float64Array;
  private readonly sorted: Float64Array;
  private at = 0;
  private size = 0;

  constructor(readonly length: number) {
    this.ring = new Float64Array(checkWindow(length));
    this.sorted = new Float64Array(length);
  }

  get ready(): boolean {
    return this.size === this.length;
  }

  /** Values held, up to `length`. */
  get count(): number {
    return this.size;
  }

  /** The value `age` updates ago, 0 the last one. Only for an age below `count`. */
  back(age: number): number {
    const index = this.at - 1 - age;
    return this.ring[index < 0 ? index + this.length : index];
  }

  /** Values below this one. */
  below(value: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Values not above this one. */
  notAbove(value: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of a value in the order, from 1; equal ones share the mean of their places. */
  rank(value: number): number {
    return (this.below(value) + this.notAbove(value) + 1) / 2;
  }

  /** The value below which a share of 0 to 1 lies, between neighbours by a straight line; NaN when there are no values. */
  quantile(share: number): number {
    if (this.size === 0) return NaN;
    const place = share * (this.size - 1);
    const index = Math.floor(place);
    const value = this.sorted[index];
    const rest = place - index;
    return rest === 0 ? value : value + rest * (this.sorted[index + 1] - value);
  }

  update(value: number): void {
    const { ring, sorted } = this;
    if (this.size === this.length) {
      const from = this.below(ring[this.at]);
      sorted.copyWithin(from, from + 1, this.size);
      this.size -= 1;
    }
    const to = this.below(value);
    sorted.copyWithin(to + 1, to, this.size);
    sorted[to] = value;
    this.size += 1;
    ring[this.at] = value;
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
  }
}
