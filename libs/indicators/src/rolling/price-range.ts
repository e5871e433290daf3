import { checkWindow } from './window.js';

/**
 * Highest high and lowest low of the last `length` bars, in blocks as `RollingExtreme`, both in one pass. Both must be finite.
 */
export class PriceRange {
  /** Highs of the block that is being filled up to `at`, from there on the highest to the end of the block before, NaN if none. */
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private at = 0;
  /** Of the block that is being filled. */
  private top = -Infinity;
  private bottom = Infinity;

  constructor(readonly length: number) {
    this.highs = new Float64Array(checkWindow(length)).fill(NaN);
    this.lows = new Float64Array(length).fill(NaN);
  }

  get ready(): boolean {
    return !Number.isNaN(this.highs[this.at]);
  }

  /** NaN until there are as many bars, as all of it. */
  get highest(): number {
    const before = this.highs[this.at];
    return this.top > before ? this.top : before;
  }

  get lowest(): number {
    const before = this.lows[this.at];
    return this.bottom < before ? this.bottom : before;
  }

  get middle(): number {
    return (this.highest + this.lowest) / 2;
  }

  update(high: number, low: number): void {
    const { at } = this;
    this.highs[at] = high;
    this.lows[at] = low;
    if (high > this.top) this.top = high;
    if (low < this.bottom) this.bottom = low;
    this.at = at + 1;
    if (this.at === this.length) this.turn();
  }

  /** The block is whole: from each bar on, the highest and lowest to its end. */
  private turn(): void {
    const { highs, lows, length } = this;
    let top = -Infinity;
    let bottom = Infinity;
    for (let i = length - 1; i >= 0; i--) {
      if (highs[i] > top) top = highs[i];
      if (lows[i] < bottom) bottom = lows[i];
      highs[i] = top;
      lows[i] = bottom;
    }
    this.at = 0;
    this.top = -Infinity;
    this.bottom = Infinity;
  }
}
