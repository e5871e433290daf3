import { RollingExtreme } from './rolling-extreme.js';

/** Highest high and lowest low of the last `length` bars. Both must be finite. */
export class PriceRange {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;

  constructor(readonly length: number) {
    this.highs = new RollingExtreme(length, 'max');
    this.lows = new RollingExtreme(length, 'min');
  }

  get ready(): boolean {
    return this.highs.ready;
  }

  /** NaN until there are as many bars, as all of it. */
  get highest(): number {
    return this.ready ? this.highs.value : NaN;
  }

  get lowest(): number {
    return this.ready ? this.lows.value : NaN;
  }

  get middle(): number {
    return (this.highest + this.lowest) / 2;
  }

  update(high: number, low: number): void {
    this.highs.update(high);
    this.lows.update(low);
  }
}
