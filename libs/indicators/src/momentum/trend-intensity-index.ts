import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Trend intensity index: distances of values above their averages as a part of all distances, 0 to 100; 50 where there are none. */
export class TrendIntensityIndex extends Indicator {
  private readonly average: Sma;
  private readonly above: RollingSum;
  private readonly below: RollingSum;
  private last = NaN;

  constructor(
    readonly length = 60,
    readonly distances = 30,
  ) {
    super('trend-intensity-index', [length, distances]);
    this.average = new Sma(length);
    this.above = new RollingSum(distances);
    this.below = new RollingSum(distances);
  }

  get ready(): boolean {
    return this.above.ready;
  }

  get value(): number {
    return this.ready ? quotient(100 * this.above.value, this.above.value + this.below.value, this.last, 50) : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.last = value;
    const average = this.average.update(value);
    if (!this.average.ready) return NaN;
    this.above.update(Math.max(0, value - average));
    this.below.update(Math.max(0, average - value));
    return this.value;
  }
}

export const trendIntensityIndex: Definition = {
  name: 'trend-intensity-index',
  title: 'Trend intensity index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(60, { title: 'values in the average' }),
    length(30, { name: 'distances', title: 'distances in the sums' }),
  ],
  outputs: [VALUE],
  formula: '100 U / (U + D), U and D the sums of m distances of x above and below SMA(x, n)',
  source: 'M. H. Pee, Stocks and Commodities (2002)',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'distances') - 1,
  create: (parameters) => new TrendIntensityIndex(numberOf(parameters, 'length'), numberOf(parameters, 'distances')),
};
