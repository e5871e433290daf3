import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingLine } from '../rolling/rolling-line.js';

/** End of the least squares line through the window, with bands at `deviations` population deviations of its values. */
export class RegressionChannels extends Indicator {
  private readonly line: RollingLine;

  constructor(
    readonly length: number,
    readonly deviations = 2,
  ) {
    super('regression-channels', [length, deviations]);
    this.line = new RollingLine(length);
  }

  get ready(): boolean {
    return this.line.ready;
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return this.line.line(this.length - 1);
  }

  get upper(): number {
    return this.middle + this.deviations * Math.sqrt(this.line.variance);
  }

  get lower(): number {
    return this.middle - this.deviations * Math.sqrt(this.line.variance);
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.line.update(value);
    return this.middle;
  }
}

export const regressionChannels: Definition = {
  name: 'regression-channels',
  title: 'Standard deviation channels',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(20, { minimum: 2 }),
    { name: 'deviations', title: 'standard deviations', kind: 'number', minimum: 0, maximum: 100, default: 2 },
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula:
    'middle = end of the least squares line through n values; upper, lower = middle +- d s, s their population deviation',
  source: 'Skender StdDevChannels, LEAN RegressionChannel',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new RegressionChannels(numberOf(parameters, 'length'), numberOf(parameters, 'deviations')),
};
