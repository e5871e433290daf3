import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { checkWindow } from '../rolling/window.js';
import { bollingerBandsKernel } from './bollinger-bands.kernel.js';

/** Moving average with bands at `deviations` population standard deviations about it. */
export class BollingerBands extends Indicator {
  private readonly moments: RollingMoments;
  private last = NaN;

  constructor(
    readonly length: number,
    readonly deviations = 2,
  ) {
    super('bollinger-bands', [length, deviations]);
    this.moments = new RollingMoments(checkWindow(length));
  }

  get ready(): boolean {
    return this.moments.ready;
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return this.ready ? this.moments.mean : NaN;
  }

  get upper(): number {
    return this.middle + this.deviations * this.moments.deviation;
  }

  get lower(): number {
    return this.middle - this.deviations * this.moments.deviation;
  }

  /** Place of the last value between the bands: 0 on the lower, 1 on the upper one. */
  get percentB(): number {
    return (this.last - this.lower) / (this.upper - this.lower);
  }

  /** Width of the bands as a part of the average. */
  get width(): number {
    return (this.upper - this.lower) / this.middle;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.moments.update(value);
    this.last = value;
    return this.middle;
  }
}

export const bollingerBands: Definition = {
  name: 'bollinger-bands',
  title: 'Bollinger bands',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(20),
    { name: 'deviations', title: 'standard deviations', kind: 'number', minimum: 0, maximum: 100, default: 2 },
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
    { name: 'percentB', title: '%B' },
    { name: 'width', title: 'Bandwidth' },
  ],
  formula: 'middle = SMA(n); upper, lower = middle +- d s, s the population deviation of n values',
  source: 'J. Bollinger, Bollinger on Bollinger Bands (2001); TA-Lib BBANDS, Tulip bbands',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new BollingerBands(numberOf(parameters, 'length'), numberOf(parameters, 'deviations')),
  kernel: bollingerBandsKernel,
};
