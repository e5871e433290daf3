import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Internal bar strength: place of the close in its bar, 0 at the low, 1 at the high; 0.5 where there is no range. */
export class InternalBarStrength extends Indicator {
  private last = NaN;

  constructor() {
    super('internal-bar-strength');
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.last = high > low ? (close - low) / (high - low) : 0.5;
    return this.last;
  }
}

export const internalBarStrength: Definition = {
  name: 'internal-bar-strength',
  title: 'Internal bar strength',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: '(close - low) / (high - low)',
  source: 'LEAN InternalBarStrength',
  warmup: () => 1,
  create: () => new InternalBarStrength(),
};
