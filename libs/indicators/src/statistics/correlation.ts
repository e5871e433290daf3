import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingRegression } from '../rolling/rolling-regression.js';

/** Pearson's correlation of the last `length` pairs; NaN while one of the series does not vary. */
export class Correlation extends Indicator {
  private readonly pairs: RollingRegression;

  constructor(readonly length: number) {
    super('correlation', [length]);
    this.pairs = new RollingRegression(length);
  }

  get ready(): boolean {
    return this.pairs.ready;
  }

  get value(): number {
    return this.ready ? this.pairs.correlation : NaN;
  }

  get rSquared(): number {
    return this.value * this.value;
  }

  /** Population covariance. */
  get covariance(): number {
    return this.ready ? this.pairs.covariance : NaN;
  }

  /** Population variance of the first series. */
  get variance(): number {
    return this.ready ? this.pairs.varianceX : NaN;
  }

  /** Population variance of the other series. */
  get otherVariance(): number {
    return this.ready ? this.pairs.varianceY : NaN;
  }

  update(value: number, other: number): number {
    this.pairs.update(value, other);
    return this.value;
  }
}

export const correlation: Definition = {
  name: 'correlation',
  title: 'Correlation (Pearson)',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(20, { title: 'pairs in the window', minimum: 3 })],
  outputs: [
    VALUE,
    { name: 'rSquared', title: 'R squared' },
    { name: 'covariance', title: 'Covariance' },
    { name: 'variance', title: 'Variance' },
    { name: 'otherVariance', title: 'Variance of the other' },
  ],
  formula: 'cov(x, y) / sqrt(var(x) var(y)) over n pairs',
  source: 'TA-Lib CORREL, Skender Correlation, LEAN Correlation',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Correlation(numberOf(parameters, 'length')),
};
