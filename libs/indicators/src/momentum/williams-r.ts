import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Williams' %R: how far the close is below the highest high, -100 to 0 of the range; 0 where there is no range. */
export class WilliamsR extends Indicator {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;
  private close = NaN;

  constructor(readonly length: number) {
    super('williams-r', [length]);
    this.highs = new RollingExtreme(length, 'max');
    this.lows = new RollingExtreme(length, 'min');
  }

  get ready(): boolean {
    return this.highs.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const highest = this.highs.value;
    return quotient(100 * (this.close - highest), highest - this.lows.value, highest);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    this.close = close;
    return this.value;
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
};
