import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Sum of the last `length` values. */
export class Sum extends Indicator {
  private readonly total: RollingSum;

  constructor(readonly length: number) {
    super('sum', [length]);
    this.total = new RollingSum(length);
  }

  get ready(): boolean {
    return this.total.ready;
  }

  get value(): number {
    return this.ready ? this.total.value : NaN;
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.total.update(value);
    return this.value;
  }
}

export const sum: Definition = {
  name: 'sum',
  title: 'Sum over a window',
  group: 'math',
  inputs: ['value'],
  parameters: [length(30)],
  outputs: [VALUE],
  formula: 'x[t] + x[t-1] + ... + x[t-n+1]',
  source: 'TA-Lib SUM, Tulip sum',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Sum(numberOf(parameters, 'length')),
};
