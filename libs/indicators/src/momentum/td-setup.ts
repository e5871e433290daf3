import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Momentum } from './momentum.js';

/** TD setup: values in a row above (positive) or below (negative) the one four before each; 0 where it is equal. */
export class TdSetup extends Indicator {
  private readonly change: Momentum;
  private count = 0;

  constructor(readonly back = 4) {
    super('td-setup', [back]);
    this.change = new Momentum(back);
  }

  get ready(): boolean {
    return this.change.ready;
  }

  get value(): number {
    return this.ready ? this.count : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const way = Math.sign(this.change.update(value));
    if (!this.change.ready) return NaN;
    this.count = way * this.count > 0 ? this.count + way : way;
    return this.count;
  }
}

export const tdSetup: Definition = {
  name: 'td-setup',
  title: 'TD setup',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(4, { name: 'back', title: 'values back that each is compared with' })],
  outputs: [VALUE],
  formula: 'count of x > x[t-4] in a row, or minus that of x < x[t-4]',
  source: 'T. DeMark, The New Science of Technical Analysis (1994)',
  warmup: (parameters) => numberOf(parameters, 'back') + 1,
  create: (parameters) => new TdSetup(numberOf(parameters, 'back')),
};
