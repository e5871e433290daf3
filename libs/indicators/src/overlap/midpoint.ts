import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Middle between the largest and the smallest of the last `length` values. */
export class Midpoint extends Indicator {
  private readonly most: RollingExtreme;
  private readonly least: RollingExtreme;

  constructor(readonly length: number) {
    super('midpoint', [length]);
    this.most = new RollingExtreme(length, 'max');
    this.least = new RollingExtreme(length, 'min');
  }

  get ready(): boolean {
    return this.most.ready;
  }

  get value(): number {
    return this.ready ? (this.most.value + this.least.value) / 2 : NaN;
  }

  update(value: number): number {
    this.most.update(value);
    this.least.update(value);
    return this.value;
  }
}

export const midpoint: Definition = {
  name: 'midpoint',
  title: 'Middle of the range of values',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '(largest + smallest of n values) / 2',
  source: 'TA-Lib MIDPOINT',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Midpoint(numberOf(parameters, 'length')),
};
