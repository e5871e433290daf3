import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** DeMarker: rises of highs as a part of rises of highs and falls of lows, 0 to 1; 0.5 where there are none. */
export class Demarker extends Indicator {
  private readonly rises: RollingSum;
  private readonly falls: RollingSum;
  private high = NaN;
  private low = NaN;

  constructor(readonly length = 14) {
    super('demarker', [length]);
    this.rises = new RollingSum(length);
    this.falls = new RollingSum(length);
  }

  get ready(): boolean {
    return this.rises.ready;
  }

  get value(): number {
    return this.ready ? quotient(this.rises.value, this.rises.value + this.falls.value, this.high, 0.5) : NaN;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high + low)) return this.value;
    if (!Number.isNaN(this.high)) {
      this.rises.update(Math.max(0, high - this.high));
      this.falls.update(Math.max(0, this.low - low));
    }
    this.high = high;
    this.low = low;
    return this.value;
  }
}

export const demarker: Definition = {
  name: 'demarker',
  title: 'DeMarker',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [length(14, { title: 'changes in the sums' })],
  outputs: [VALUE],
  formula: 'U / (U + D), U the sum of max(0, high - high[t-1]), D that of max(0, low[t-1] - low)',
  source: 'T. DeMark, The New Science of Technical Analysis (1994); LEAN DeMarkerIndicator',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Demarker(numberOf(parameters, 'length')),
};
