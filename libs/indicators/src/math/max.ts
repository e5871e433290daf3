import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Largest of the last `length` values, with where it was; of equal ones the last. O(1) an update. */
export class Max extends Indicator {
  private readonly extreme: RollingExtreme;

  constructor(readonly length: number) {
    super('max', [length]);
    this.extreme = new RollingExtreme(length, 'max');
  }

  get ready(): boolean {
    return this.extreme.ready;
  }

  get value(): number {
    return this.ready ? this.extreme.value : NaN;
  }

  /** Updates since then: 0 when it is the last value. */
  get age(): number {
    return this.ready ? this.extreme.age : NaN;
  }

  /** Its place in the whole series, from 0. */
  get index(): number {
    return this.extreme.count - 1 - this.age;
  }

  update(value: number): number {
    this.extreme.update(value);
    return this.value;
  }
}

export const max: Definition = {
  name: 'max',
  title: 'Largest in a window',
  group: 'math',
  inputs: ['value'],
  parameters: [length(30)],
  outputs: [VALUE, { name: 'age', title: 'Values since' }, { name: 'index', title: 'Place in the series, from 0' }],
  formula: 'max(x[t], x[t-1], ..., x[t-n+1])',
  source: 'TA-Lib MAX, MAXINDEX, Tulip max',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Max(numberOf(parameters, 'length')),
};
