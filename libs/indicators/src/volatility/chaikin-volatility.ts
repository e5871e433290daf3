import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Lag } from '../math/lag.js';
import { Ema } from '../overlap/ema.js';

/**
 * Change in percent, over `length` bars, of the exponential average of the bars' ranges, which begins with the first range. It
 * waits until the average that it is compared with has seen a whole window. 0 where that average is 0.
 */
export class ChaikinVolatility extends Indicator {
  private readonly average: Ema;
  private readonly before: Lag;
  private count = 0;
  private change = NaN;

  constructor(readonly length: number) {
    super('chaikin-volatility', [length]);
    this.average = new Ema(length, 'first');
    this.before = new Lag(length);
  }

  get ready(): boolean {
    return this.count >= 2 * this.length;
  }

  get value(): number {
    return this.ready ? this.change : NaN;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.value;
    const average = this.average.update(high - low);
    const before = this.before.update(average);
    this.change = before === 0 ? 0 : (100 * (average - before)) / before;
    if (this.count < 2 * this.length) this.count += 1;
    return this.value;
  }
}

export const chaikinVolatility: Definition = {
  name: 'chaikin-volatility',
  title: 'Chaikin volatility',
  group: 'volatility',
  inputs: ['high', 'low'],
  parameters: [length(10)],
  outputs: [VALUE],
  formula: '100 (E - E[t-n]) / E[t-n], E = EMA(n) of high - low',
  source: 'S. Achelis, Technical Analysis from A to Z (2000), Volatility, Chaikin; Tulip cvi',
  warmup: (parameters) => 2 * numberOf(parameters, 'length'),
  create: (parameters) => new ChaikinVolatility(numberOf(parameters, 'length')),
};
