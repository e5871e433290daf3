import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Past } from '../rolling/past.js';
import { rocKernel } from './roc.kernel.js';

/** Change since `length` values ago, in percent of that value and otherwise; 0 where that value is 0. */
export class Roc extends Indicator {
  private readonly past: Past;

  constructor(readonly length: number) {
    super('roc', [length]);
    this.past = new Past(length);
  }

  get ready(): boolean {
    return this.past.ready;
  }

  /** Percent. */
  get value(): number {
    return 100 * this.fraction;
  }

  /** 0.01 for one percent. */
  get fraction(): number {
    const { now, earlier } = this.past;
    return earlier === 0 ? 0 : (now - earlier) / earlier;
  }

  /** 1.01 for one percent. */
  get ratio(): number {
    const { now, earlier } = this.past;
    return earlier === 0 ? 0 : now / earlier;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.past.update(value);
    return this.value;
  }
}

export const roc: Definition = {
  name: 'roc',
  title: 'Rate of change',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(10, { title: 'values back' })],
  outputs: [
    { name: 'value', title: 'Percent' },
    { name: 'fraction', title: 'Fraction' },
    { name: 'ratio', title: 'Ratio' },
  ],
  formula: 'value = 100 (x[t] / x[t-n] - 1); fraction = x[t] / x[t-n] - 1; ratio = x[t] / x[t-n]',
  source:
    'TA-Lib ROC (value), ROCP (fraction), ROCR and ROCR100 (ratio); Tulip roc (fraction) and rocr (ratio); Skender Roc',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Roc(numberOf(parameters, 'length')),
  kernel: rocKernel,
};
