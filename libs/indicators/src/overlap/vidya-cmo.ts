import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Variable index dynamic average whose index is the size of Chande's momentum oscillator: as fast as an Ema(length) where all
 * of the last `length` changes went one way. Begins with the value at which the oscillator is first known; stays where nothing
 * moves.
 */
export class VidyaCmo extends Indicator {
  private readonly alpha: number;
  private readonly changes: RollingSum;
  private readonly path: RollingSum;
  /** Changes of exactly 0 up to now: what is left of the sums then is rounding. */
  private still = 0;
  private last = NaN;
  private state = NaN;

  constructor(readonly length: number) {
    super('vidya-cmo', [length]);
    this.alpha = 2 / (checkWindow(length) + 1);
    this.changes = new RollingSum(length);
    this.path = new RollingSum(length);
  }

  get ready(): boolean {
    return this.path.ready;
  }

  get value(): number {
    return this.state;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.state;
    const change = value - this.last;
    this.last = value;
    if (Number.isNaN(change)) return this.state;
    const known = this.ready;
    this.still = change === 0 ? this.still + 1 : 0;
    this.changes.update(change);
    this.path.update(Math.abs(change));
    if (known) this.state += this.alpha * this.index() * (value - this.state);
    else if (this.ready) this.state = value;
    return this.state;
  }

  private index(): number {
    if (this.still >= this.length) return 0;
    return Math.min(1, Math.abs(this.changes.value) / this.path.value);
  }
}

export const vidyaCmo: Definition = {
  name: 'vidya-cmo',
  title: 'Variable index dynamic average by the momentum oscillator',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: 'V = V[t-1] + a k (x[t] - V[t-1]), k = |sum of n changes| / sum of n |changes|, a = 2 / (n + 1)',
  source: 'T. Chande, S. Kroll, The New Technical Trader (1994); LEAN VariableIndexDynamicAverage',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new VidyaCmo(numberOf(parameters, 'length')),
};
