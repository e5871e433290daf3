import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Sma } from '../overlap/sma.js';
import { quotient } from '../rolling/quotient.js';
import { TrueRange } from '../volatility/true-range.js';

/** Pretty good oscillator: distance of the close from its average in average true ranges; 0 where there is no range. */
export class PrettyGoodOscillator extends Indicator {
  private readonly average: Sma;
  private readonly range = new TrueRange();
  private readonly ranges: Ema;
  private close = NaN;

  constructor(readonly length = 14) {
    super('pretty-good-oscillator', [length]);
    this.average = new Sma(length);
    this.ranges = new Ema(length);
  }

  get ready(): boolean {
    return this.ranges.ready;
  }

  get value(): number {
    return this.ready ? quotient(this.close - this.average.value, this.ranges.value, this.close) : NaN;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.close = close;
    this.average.update(close);
    this.ranges.update(this.range.update(high, low, close));
    return this.value;
  }
}

export const prettyGoodOscillator: Definition = {
  name: 'pretty-good-oscillator',
  title: 'Pretty good oscillator',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '(close - SMA(close, n)) / EMA(true range, n), true ranges from the second bar on',
  source: 'M. Johnson',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new PrettyGoodOscillator(numberOf(parameters, 'length')),
};
