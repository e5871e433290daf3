import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DIVISOR, type Divisor } from './divisor.js';
import { StandardDeviation } from './standard-deviation.js';

/** Distance of each value from the mean of the last `length`, itself among them, in deviations; NaN while they do not vary. */
export class ZScore extends Indicator {
  private readonly deviation: StandardDeviation;

  constructor(
    readonly length: number,
    divisor: Divisor = 'population',
  ) {
    super('z-score', [length, divisor]);
    this.deviation = new StandardDeviation(length, divisor);
  }

  get ready(): boolean {
    return this.deviation.ready;
  }

  get value(): number {
    return this.deviation.zScore;
  }

  update(value: number): number {
    this.deviation.update(value);
    return this.value;
  }
}

export const zScore: Definition = {
  name: 'z-score',
  title: 'Z-score',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { minimum: 2 }), DIVISOR],
  outputs: [VALUE],
  formula: '(x - mean) / s, both of the last n values',
  source: 'Skender StdDev (zScore)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new ZScore(numberOf(parameters, 'length'), wordOf<Divisor>(parameters, 'divisor')),
};
