import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RisesAndFalls } from '../rolling/rises-and-falls.js';
import { checkWindow } from '../rolling/window.js';
import { Momentum } from './momentum.js';

/** Relative momentum index: an RSI of changes since some values ago, 0 to 100; 50 where nothing moves. */
export class RelativeMomentumIndex extends Indicator {
  private readonly change: Momentum;
  private readonly changes: RisesAndFalls;

  constructor(
    readonly length = 14,
    readonly back = 5,
  ) {
    super('relative-momentum-index', [length, back]);
    this.change = new Momentum(back);
    this.changes = new RisesAndFalls(checkWindow(length), 'wilder');
  }

  get ready(): boolean {
    return this.changes.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const { rise, fall } = this.changes;
    return rise + fall > 0 ? (100 * rise) / (rise + fall) : 50;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const change = this.change.update(value);
    if (this.change.ready) this.changes.move(change);
    return this.value;
  }
}

export const relativeMomentumIndex: Definition = {
  name: 'relative-momentum-index',
  title: 'Relative momentum index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(14, { title: 'changes in the averages' }),
    length(5, { name: 'back', title: 'values over which changes are taken' }),
  ],
  outputs: [VALUE],
  formula: "100 U / (U + D), U and D Wilder's averages of rises and falls of x - x[t-m]",
  source: 'R. Altman, Stocks and Commodities (1993); LEAN RelativeMomentumIndex',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'back'),
  create: (parameters) => new RelativeMomentumIndex(numberOf(parameters, 'length'), numberOf(parameters, 'back')),
};
