import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DIVISOR, type Divisor } from './divisor.js';
import { Variance } from './variance.js';

/** Standard deviation of the last `length` values, and the place of the last one in it. */
export class StandardDeviation extends Indicator {
  private readonly variance: Variance;
  private last = NaN;

  constructor(
    readonly length: number,
    divisor: Divisor = 'population',
  ) {
    super('standard-deviation', [length, divisor]);
    this.variance = new Variance(length, divisor);
  }

  get ready(): boolean {
    return this.variance.ready;
  }

  get value(): number {
    return Math.sqrt(this.variance.value);
  }

  get mean(): number {
    return this.variance.mean;
  }

  /** Distance of the last value from the mean in deviations; NaN while the values do not vary. */
  get zScore(): number {
    const deviation = this.value;
    return deviation > 0 ? (this.last - this.mean) / deviation : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.last = value;
    this.variance.update(value);
    return this.value;
  }
}

export const standardDeviation: Definition = {
  name: 'standard-deviation',
  title: 'Standard deviation',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { minimum: 2 }), DIVISOR],
  outputs: [VALUE, { name: 'mean', title: 'Mean' }, { name: 'zScore', title: 'Z-score' }],
  formula: 's = sqrt(variance(n)); z = (x - mean) / s',
  source: 'TA-Lib STDDEV, Tulip stddev, Skender StdDev',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new StandardDeviation(numberOf(parameters, 'length'), wordOf<Divisor>(parameters, 'divisor')),
};
