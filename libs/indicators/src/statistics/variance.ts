import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { checkWindow } from '../rolling/window.js';
import { DIVISOR, type Divisor } from './divisor.js';

/** Variance of the last `length` values. */
export class Variance extends Indicator {
  private readonly moments: RollingMoments;
  private readonly sample: boolean;

  constructor(
    readonly length: number,
    divisor: Divisor = 'population',
  ) {
    super('variance', [length, divisor]);
    this.moments = new RollingMoments(checkWindow(length, 2));
    this.sample = divisor === 'sample';
  }

  get ready(): boolean {
    return this.moments.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    return this.sample ? this.moments.sampleVariance : this.moments.variance;
  }

  get mean(): number {
    return this.ready ? this.moments.mean : NaN;
  }

  update(value: number): number {
    this.moments.update(value);
    return this.value;
  }
}

export const variance: Definition = {
  name: 'variance',
  title: 'Variance',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { minimum: 2 }), DIVISOR],
  outputs: [VALUE, { name: 'mean', title: 'Mean' }],
  formula: 'sum of (x - mean)^2 over n values, divided by n or n - 1',
  source: 'TA-Lib VAR, Tulip var, LEAN Variance',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Variance(numberOf(parameters, 'length'), wordOf<Divisor>(parameters, 'divisor')),
};
