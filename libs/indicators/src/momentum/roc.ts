import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/** Change since `length` values ago, in percent of that value and otherwise; 0 where that value is 0. */
export class Roc extends Indicator {
  private readonly past: RollingSum;

  constructor(readonly length: number) {
    super('roc', [length]);
    this.past = new RollingSum(checkWindow(length) + 1);
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
    const then = this.past.oldest;
    return then === 0 ? 0 : (this.past.back(0) - then) / then;
  }

  /** 1.01 for one percent. */
  get ratio(): number {
    const then = this.past.oldest;
    return then === 0 ? 0 : this.past.back(0) / then;
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
};
