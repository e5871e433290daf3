import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';
import { Atr } from '../volatility/atr.js';

/** Stops that hang `multiplier` average true ranges from the highest high, and stand as many above the lowest low. */
export class ChandelierExit extends Indicator {
  private readonly extremes: PriceRange;
  private readonly range: Atr;

  constructor(
    readonly length: number,
    readonly multiplier = 3,
  ) {
    super('chandelier-exit', [length, multiplier]);
    this.extremes = new PriceRange(length);
    this.range = new Atr(length, 'range');
  }

  get ready(): boolean {
    return this.range.ready;
  }

  get value(): number {
    return this.long;
  }

  /** Stop of who bought. */
  get long(): number {
    return this.extremes.highest - this.multiplier * this.range.value;
  }

  /** Stop of who sold. */
  get short(): number {
    return this.extremes.lowest + this.multiplier * this.range.value;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.extremes.update(high, low);
    this.range.update(high, low, close);
    return this.long;
  }
}

export const chandelierExit: Definition = {
  name: 'chandelier-exit',
  title: 'Chandelier exit',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(22),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 3 },
  ],
  outputs: [
    { name: 'long', title: 'Stop of a long position' },
    { name: 'short', title: 'Stop of a short position' },
  ],
  formula: 'long = highest high of n bars - m ATR(n); short = lowest low of n bars + m ATR(n)',
  source: 'C. Le Beau; Tulip ce, Skender Chandelier',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new ChandelierExit(numberOf(parameters, 'length'), numberOf(parameters, 'multiplier')),
};
