import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Smallest and largest of the last `length` values, and their places in the whole series; of equal ones the last. */
export class MinMax extends Indicator {
  private readonly smallest: RollingExtreme;
  private readonly largest: RollingExtreme;

  constructor(readonly length: number) {
    super('min-max', [length]);
    this.smallest = new RollingExtreme(length, 'min');
    this.largest = new RollingExtreme(length, 'max');
  }

  get ready(): boolean {
    return this.smallest.ready;
  }

  get value(): number {
    return this.min;
  }

  get min(): number {
    return this.ready ? this.smallest.value : NaN;
  }

  get max(): number {
    return this.ready ? this.largest.value : NaN;
  }

  get minIndex(): number {
    return this.ready ? this.smallest.count - 1 - this.smallest.age : NaN;
  }

  get maxIndex(): number {
    return this.ready ? this.largest.count - 1 - this.largest.age : NaN;
  }

  update(value: number): number {
    this.smallest.update(value);
    this.largest.update(value);
    return this.min;
  }
}

export const minMax: Definition = {
  name: 'min-max',
  title: 'Smallest and largest in a window',
  group: 'math',
  inputs: ['value'],
  parameters: [length(30)],
  outputs: [
    { name: 'min', title: 'Smallest' },
    { name: 'max', title: 'Largest' },
    { name: 'minIndex', title: 'Place of the smallest in the series, from 0' },
    { name: 'maxIndex', title: 'Place of the largest in the series, from 0' },
  ],
  formula: 'min and max of x[t], x[t-1], ..., x[t-n+1]',
  source: 'TA-Lib MINMAX, MINMAXINDEX',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new MinMax(numberOf(parameters, 'length')),
};
