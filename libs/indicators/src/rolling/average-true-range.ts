import { TrueRange, type FirstRange } from './true-range.js';
import { WilderAverage } from './wilder-average.js';

/** True ranges smoothed as Wilder does. All inputs must be finite. */
export class AverageTrueRange {
  private readonly ranges: TrueRange;
  private readonly average: WilderAverage;

  constructor(length: number, first: FirstRange) {
    this.ranges = new TrueRange(first);
    this.average = new WilderAverage(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  /** NaN until it is known. */
  get value(): number {
    return this.average.value;
  }

  update(high: number, low: number, close: number): void {
    const range = this.ranges.next(high, low, close);
    if (Number.isFinite(range)) this.average.update(range);
  }
}
