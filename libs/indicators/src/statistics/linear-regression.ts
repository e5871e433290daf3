import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingLine } from '../rolling/rolling-line.js';
import { checkWindow } from '../rolling/window.js';

/** Least squares line through the last `length` values: its end, slope and all that follows from it. O(1) an update. */
export class LinearRegression extends Indicator {
  private readonly fit: RollingLine;
  private count = 0;

  constructor(readonly length: number) {
    super('linear-regression', [length]);
    this.fit = new RollingLine(checkWindow(length, 2));
  }

  get ready(): boolean {
    return this.fit.ready;
  }

  /** The line at the last value. */
  get value(): number {
    return this.fit.line(this.length - 1);
  }

  get slope(): number {
    return this.fit.slope;
  }

  /** The line at the oldest value in the window. */
  get intercept(): number {
    return this.fit.line(0);
  }

  /** The line at 0 where the first value of the whole series is at 1, as Skender counts. */
  get atZero(): number {
    return this.fit.line(this.length - 1 - this.count);
  }

  /** Of the slope, in degrees. */
  get angle(): number {
    return (Math.atan(this.slope) * 180) / Math.PI;
  }

  /** The line at the next value. */
  get forecast(): number {
    return this.fit.line(this.length);
  }

  /** Share of the variance that the line explains, 0 to 1; NaN while the values do not vary. */
  get rSquared(): number {
    return this.fit.rSquared;
  }

  /** Population standard deviation of the values. */
  get deviation(): number {
    return Math.sqrt(this.fit.variance);
  }

  /** Standard error of the estimate, sqrt(SSE / (n - 2)); NaN for a length of 2. */
  get residualDeviation(): number {
    return this.length > 2 ? Math.sqrt(this.fit.residual / (this.length - 2)) : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.count += 1;
    this.fit.update(value);
    return this.value;
  }
}

export const linearRegression: Definition = {
  name: 'linear-regression',
  title: 'Linear regression, slope and time series forecast',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(14, { minimum: 2 })],
  outputs: [
    VALUE,
    { name: 'slope', title: 'Slope' },
    { name: 'intercept', title: 'At the oldest value' },
    { name: 'atZero', title: 'At 0, the first value of the series being at 1' },
    { name: 'angle', title: 'Angle in degrees' },
    { name: 'forecast', title: 'Time series forecast' },
    { name: 'rSquared', title: 'R squared' },
    { name: 'deviation', title: 'Standard deviation' },
    { name: 'residualDeviation', title: 'Standard error of the estimate' },
  ],
  formula: 'a + b i, the least squares line through n values at i = 0 ... n - 1; value at n - 1, forecast at n',
  source:
    'TA-Lib LINEARREG, LINEARREG_SLOPE, LINEARREG_INTERCEPT, LINEARREG_ANGLE, TSF; Tulip linreg, linregslope, linregintercept, tsf; Skender Slope',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new LinearRegression(numberOf(parameters, 'length')),
};
