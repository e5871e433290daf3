import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Atr } from '../volatility/atr.js';

/**
 * Wilder's volatility system: a stop at `multiplier` average true ranges, as of the bar before, from the most favourable close
 * since the last reversal. Begins in the direction in which the closes of its first window went.
 */
export class VolatilityStop extends Indicator {
  private readonly range: Atr;
  private first = NaN;
  private most = -Infinity;
  private least = Infinity;
  private rising = false;
  private stop = NaN;

  constructor(
    readonly length: number,
    readonly multiplier = 3,
  ) {
    super('volatility-stop', [length, multiplier]);
    this.range = new Atr(length, 'unknown');
  }

  get ready(): boolean {
    return !Number.isNaN(this.stop);
  }

  get value(): number {
    return this.stop;
  }

  /** 1 while the stop is below prices, -1 while it is above them: the side after a reversal at this bar. */
  get trend(): number {
    if (!this.ready) return NaN;
    return this.rising ? 1 : -1;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const { range } = this;
    if (Number.isNaN(this.first)) this.first = close;
    const known = range.ready;
    if (known) this.check(close, this.multiplier * range.value);
    range.update(high, low, close);
    this.most = Math.max(this.most, close);
    this.least = Math.min(this.least, close);
    if (!known && range.ready) this.rising = close > this.first;
    return this.stop;
  }

  private check(close: number, distance: number): void {
    this.stop = this.rising ? this.most - distance : this.least + distance;
    if (this.rising ? close >= this.stop : close <= this.stop) return;
    this.rising = !this.rising;
    this.most = close;
    this.least = close;
  }
}

export const volatilityStop: Definition = {
  name: 'volatility-stop',
  title: "Wilder's volatility stop",
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(7),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 3 },
  ],
  outputs: [VALUE, { name: 'trend', title: 'Direction: 1 below prices, -1 above them' }],
  formula:
    'stop = highest close since the reversal - m ATR(n)[t-1] while it rises; lowest close + m ATR(n)[t-1] while it falls',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Skender VolatilityStop',
  warmup: (parameters) => numberOf(parameters, 'length') + 2,
  create: (parameters) => new VolatilityStop(numberOf(parameters, 'length'), numberOf(parameters, 'multiplier')),
};
