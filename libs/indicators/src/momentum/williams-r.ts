import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';
import { quotient } from '../rolling/quotient.js';
import { williamsRKernel } from './williams-r.kernel.js';

/** Williams' %R: how far the close is below the highest high, -100 to 0 of the range; 0 where there is no range. */
export class WilliamsR extends Indicator {
  private readonly range: PriceRange;
  private last = NaN;

  constructor(readonly length: number) {
    super('williams-r', [length]);
    this.range = new PriceRange(length);
  }

  get ready(): boolean {
    return this.range.ready;
  }

  get value(): number {
    return this.last;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.last;
    this.range.update(high, low);
    const { highest, lowest } = this.range;
    if (Number.isNaN(highest)) return NaN;
    this.last = quotient(100 * (close - highest), highest - lowest, highest);
    return this.last;
  }
}

export const williamsR: Definition = {
  name: 'williams-r',
  title: 'Williams %R',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '%R = 100 (close - highest high) / (highest high - lowest low)',
  source: 'L. Williams, How I Made One Million Dollars (1973); TA-Lib WILLR, Tulip willr, Skender WilliamsR',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new WilliamsR(numberOf(parameters, 'length')),
  kernel: williamsRKernel,
};
