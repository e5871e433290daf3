import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';
import { TrueRange } from './true-range.js';

/**
 * How much of the way that prices went came to nothing: 0 on a straight path, 100 where they stay within one bar's range. NaN
 * where no bar had a range.
 */
export class ChoppinessIndex extends Indicator {
  private readonly range = new TrueRange();
  private readonly path: RollingSum;
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly scale: number;

  constructor(readonly length: number) {
    super('choppiness-index', [length]);
    this.path = new RollingSum(checkWindow(length, 2));
    this.highest = new RollingExtreme(length, 'max');
    this.lowest = new RollingExtreme(length, 'min');
    this.scale = 100 / Math.log10(length);
  }

  get ready(): boolean {
    return this.path.ready;
  }

  get value(): number {
    const spread = this.highest.value - this.lowest.value;
    return this.ready && spread > 0 ? this.scale * Math.log10(this.path.value / spread) : NaN;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.value;
    const range = this.range.update(high, low, close);
    this.highest.update(high);
    this.lowest.update(low);
    if (!Number.isNaN(range)) this.path.update(range);
    return this.value;
  }
}

export const choppinessIndex: Definition = {
  name: 'choppiness-index',
  title: 'Choppiness index',
  group: 'volatility',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14, { minimum: 2 })],
  outputs: [VALUE],
  formula: '100 log10(sum of TR over n bars / (max high - min low)) / log10(n)',
  source: 'E. W. Dreiss (1993)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new ChoppinessIndex(numberOf(parameters, 'length')),
};
