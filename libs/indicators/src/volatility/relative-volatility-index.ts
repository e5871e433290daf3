import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { StandardDeviation } from '../statistics/standard-deviation.js';

/** The relative strength index of deviations instead of changes: 0 to 100, 50 where nothing varies. */
export class RelativeVolatilityIndex extends Indicator {
  private readonly deviation: StandardDeviation;
  private readonly rises: ExponentialAverage;
  private readonly falls: ExponentialAverage;
  private last = NaN;

  constructor(
    readonly length: number,
    readonly deviations = 10,
  ) {
    super('relative-volatility-index', [length, deviations]);
    this.deviation = new StandardDeviation(deviations);
    this.rises = ExponentialAverage.wilder(length);
    this.falls = ExponentialAverage.wilder(length);
  }

  get ready(): boolean {
    return this.rises.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const total = this.rises.value + this.falls.value;
    return total > 0 ? (100 * this.rises.value) / total : 50;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const deviation = this.deviation.update(value);
    if (!Number.isNaN(deviation)) {
      this.rises.update(value > this.last ? deviation : 0);
      this.falls.update(value < this.last ? deviation : 0);
    }
    this.last = value;
    return this.value;
  }
}

export const relativeVolatilityIndex: Definition = {
  name: 'relative-volatility-index',
  title: 'Relative volatility index',
  group: 'volatility',
  inputs: ['value'],
  parameters: [length(14), length(10, { name: 'deviations', title: 'values of the deviation', minimum: 2 })],
  outputs: [VALUE],
  formula:
    '100 U / (U + D), U (D) = Wilder average(n) of the deviation of m values where the value rose (fell), else 0',
  source: 'D. Dorsey, The Relative Volatility Index (Stocks & Commodities 1993)',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'deviations') - 1,
  create: (parameters) =>
    new RelativeVolatilityIndex(numberOf(parameters, 'length'), numberOf(parameters, 'deviations')),
};
