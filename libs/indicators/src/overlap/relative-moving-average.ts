import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from './sma.js';

/** Average of three windows, carried on by how far the one of the window is from that of two windows. */
export class RelativeMovingAverage extends Indicator {
  private readonly one: Sma;
  private readonly two: Sma;
  private readonly three: Sma;

  constructor(readonly length: number) {
    super('relative-moving-average', [length]);
    this.one = new Sma(length);
    this.two = new Sma(2 * length);
    this.three = new Sma(3 * length);
  }

  get ready(): boolean {
    return this.three.ready;
  }

  get value(): number {
    return this.three.value + this.one.value - this.two.value;
  }

  update(value: number): number {
    this.one.update(value);
    this.two.update(value);
    this.three.update(value);
    return this.value;
  }
}

export const relativeMovingAverage: Definition = {
  name: 'relative-moving-average',
  title: 'Relative moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: 'RMA = SMA(x, 3 n) + SMA(x, n) - SMA(x, 2 n)',
  source: 'LEAN RelativeMovingAverage',
  warmup: (parameters) => 3 * numberOf(parameters, 'length'),
  create: (parameters) => new RelativeMovingAverage(numberOf(parameters, 'length')),
};
