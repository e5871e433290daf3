import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/** Difference to the value `length` values ago. */
export class Momentum extends Indicator {
  private readonly past: RollingSum;

  constructor(readonly length: number) {
    super('momentum', [length]);
    this.past = new RollingSum(checkWindow(length) + 1);
  }

  get ready(): boolean {
    return this.past.ready;
  }

  get value(): number {
    return this.past.ready ? this.past.back(0) - this.past.oldest : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.past.update(value);
    return this.value;
  }
}

export const momentumDefinition: Definition = {
  name: 'momentum',
  title: 'Momentum',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(10, { title: 'values back' })],
  outputs: [VALUE],
  formula: 'x[t] - x[t-n]',
  source: 'TA-Lib MOM, Tulip mom, Skender Roc (momentum)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Momentum(numberOf(parameters, 'length')),
};
