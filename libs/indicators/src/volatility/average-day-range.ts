import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Mean of high less low over the last `length` bars, without the gaps between bars that the true range counts. */
export class AverageDayRange extends Indicator {
  private readonly ranges: RollingSum;
  private close = NaN;

  constructor(readonly length: number) {
    super('average-day-range', [length]);
    this.ranges = new RollingSum(length);
  }

  get ready(): boolean {
    return this.ranges.ready;
  }

  get value(): number {
    return this.ready ? this.ranges.mean : NaN;
  }

  /** In percent of the last close; NaN where it is 0. */
  get percent(): number {
    return this.close === 0 ? NaN : (100 * this.value) / this.close;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.value;
    this.ranges.update(high - low);
    this.close = close;
    return this.value;
  }
}

export const averageDayRange: Definition = {
  name: 'average-day-range',
  title: 'Average day range',
  group: 'volatility',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14)],
  outputs: [VALUE, { name: 'percent', title: 'Percent of the close' }],
  formula: 'sum of high - low over n bars / n',
  source: 'Known as ADR in charting programs',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new AverageDayRange(numberOf(parameters, 'length')),
};
