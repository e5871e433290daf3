import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { cciKernel, cciOf } from './cci.kernel.js';

/** Commodity channel index: distance of the typical price from its average in mean deviations; 0 where there are none. */
export class Cci extends Indicator {
  private readonly prices: RollingSum;
  private last = NaN;

  constructor(readonly length: number) {
    super('cci', [length]);
    this.prices = new RollingSum(length);
  }

  get ready(): boolean {
    return this.prices.ready;
  }

  get value(): number {
    return this.last;
  }

  /** Costs a pass over the window: the deviations are from a mean that changes. */
  update(high: number, low: number, close: number): number {
    const price = (high + low + close) / 3;
    if (!Number.isFinite(price)) return this.last;
    this.prices.update(price);
    if (this.prices.ready) this.last = cciOf(price, this.prices);
    return this.last;
  }
}

export const cci: Definition = {
  name: 'cci',
  title: 'Commodity channel index',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(20, { minimum: 2 })],
  outputs: [VALUE],
  formula: 'CCI = (p - SMA(p, n)) / (0.015 mean |p[i] - SMA(p, n)|), p = (high + low + close) / 3',
  source: 'D. Lambert, Commodities magazine (1980); TA-Lib CCI, Tulip cci, Skender Cci',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Cci(numberOf(parameters, 'length')),
  kernel: cciKernel,
};
