import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Vortex indicator: ways from low to high (plus) and from high to low (minus) of successive bars as parts of true ranges; 0 where there is no range. */
export class Vortex extends Indicator {
  private readonly ups: RollingSum;
  private readonly downs: RollingSum;
  private readonly ranges: RollingSum;
  private high = NaN;
  private low = NaN;
  private close = NaN;

  constructor(readonly length = 14) {
    super('vortex', [length]);
    this.ups = new RollingSum(length);
    this.downs = new RollingSum(length);
    this.ranges = new RollingSum(length);
  }

  get ready(): boolean {
    return this.ranges.ready;
  }

  get value(): number {
    return this.plus;
  }

  get plus(): number {
    return this.part(this.ups);
  }

  get minus(): number {
    return this.part(this.downs);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    if (!Number.isNaN(this.close)) {
      this.ups.update(Math.abs(high - this.low));
      this.downs.update(Math.abs(low - this.high));
      this.ranges.update(Math.max(high, this.close) - Math.min(low, this.close));
    }
    this.high = high;
    this.low = low;
    this.close = close;
    return this.plus;
  }

  private part(ways: RollingSum): number {
    return this.ready ? quotient(ways.value, this.ranges.value, this.close) : NaN;
  }
}

export const vortex: Definition = {
  name: 'vortex',
  title: 'Vortex',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14, { title: 'bars in the sums' })],
  outputs: [
    { name: 'plus', title: 'VI+' },
    { name: 'minus', title: 'VI-' },
  ],
  formula: 'VI+ = sum |high - low[t-1]| / sum true range; VI- = sum |low - high[t-1]| / sum true range',
  source: 'E. Botes, D. Siepman, Stocks and Commodities (2010); Skender Vortex, LEAN Vortex',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Vortex(numberOf(parameters, 'length')),
};
