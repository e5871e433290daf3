import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Past } from '../rolling/past.js';
import { momentumKernel } from './momentum.kernel.js';

/** Difference to the value `length` values ago. */
export class Momentum extends Indicator {
  private readonly past: Past;

  constructor(readonly length: number) {
    super('momentum', [length]);
    this.past = new Past(length);
  }

  get ready(): boolean {
    return this.past.ready;
  }

  get value(): number {
    return this.past.now - this.past.earlier;
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
  kernel: momentumKernel,
};
