import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingRegression } from '../rolling/rolling-regression.js';
import { DIVISOR, type Divisor } from './divisor.js';

/** Covariance of the last `length` pairs. */
export class Covariance extends Indicator {
  private readonly pairs: RollingRegression;
  private readonly factor: number;

  constructor(
    readonly length: number,
    divisor: Divisor = 'population',
  ) {
    super('covariance', [length, divisor]);
    this.pairs = new RollingRegression(length);
    this.factor = divisor === 'sample' ? length / (length - 1) : 1;
  }

  get ready(): boolean {
    return this.pairs.ready;
  }

  get value(): number {
    return this.ready ? this.pairs.covariance * this.factor : NaN;
  }

  update(value: number, other: number): number {
    this.pairs.update(value, other);
    return this.value;
  }
}

export const covariance: Definition = {
  name: 'covariance',
  title: 'Covariance',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(20, { title: 'pairs in the window', minimum: 3 }), DIVISOR],
  outputs: [VALUE],
  formula: 'sum of (x - mean x) (y - mean y) over n pairs, divided by n or n - 1',
  source: 'Skender Correlation (covariance), LEAN Covariance',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Covariance(numberOf(parameters, 'length'), wordOf<Divisor>(parameters, 'divisor')),
};
