import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DIVISOR, type Divisor } from './divisor.js';
import { Variance } from './variance.js';

/** Standard error of the mean of the last `length` values. */
export class StandardError extends Indicator {
  private readonly variance: Variance;

  constructor(
    readonly length: number,
    divisor: Divisor = 'population',
  ) {
    super('standard-error', [length, divisor]);
    this.variance = new Variance(length, divisor);
  }

  get ready(): boolean {
    return this.variance.ready;
  }

  get value(): number {
    return Math.sqrt(this.variance.value / this.length);
  }

  update(value: number): number {
    this.variance.update(value);
    return this.value;
  }
}

export const standardError: Definition = {
  name: 'standard-error',
  title: 'Standard error of the mean',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { minimum: 2 }), DIVISOR],
  outputs: [VALUE],
  formula: 'sqrt(variance(n) / n)',
  source: 'Tulip stderr',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new StandardError(numberOf(parameters, 'length'), wordOf<Divisor>(parameters, 'divisor')),
};
