import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';

/**
 * Difference of two exponential averages of the volume force: the volume, with the sign of the trend of high + low + close and
 * weighed by the last range as a part of all ranges since the trend turned. The averages begin with the first force.
 */
export class KlingerOscillator extends Indicator {
  private readonly quick: Ema;
  private readonly smooth: Ema;
  private readonly line: Ema;
  private total = NaN;
  private range = 0;
  /** Ranges since the bar before the turn. */
  private ranges = 0;
  private trend = 0;

  constructor(
    readonly fast: number,
    readonly slow: number,
    readonly signalLength = 13,
  ) {
    super('klinger-oscillator', [fast, slow, signalLength]);
    this.quick = new Ema(fast, 'first');
    this.smooth = new Ema(slow, 'first');
    this.line = new Ema(signalLength, 'first');
  }

  get ready(): boolean {
    return this.quick.ready;
  }

  get value(): number {
    return this.quick.value - this.smooth.value;
  }

  /** Its exponential average. */
  get signal(): number {
    return this.line.value;
  }

  update(high: number, low: number, close: number, volume: number): number {
    const total = high + low + close;
    if (!Number.isFinite(total) || !Number.isFinite(volume)) return this.value;
    const range = high - low;
    if (!Number.isNaN(this.total)) {
      const force = this.force(total, range, volume);
      this.quick.update(force);
      this.smooth.update(force);
      this.line.update(this.value);
    }
    this.total = total;
    this.range = range;
    return this.value;
  }

  private force(total: number, range: number, volume: number): number {
    const turned = (total > this.total && this.trend <= 0) || (total < this.total && this.trend >= 0);
    if (turned) {
      this.trend = total > this.total ? 1 : -1;
      this.ranges = this.range;
    }
    this.ranges += range;
    return this.ranges === 0 ? 0 : 100 * this.trend * volume * Math.abs((2 * range) / this.ranges - 1);
  }
}

export const klingerOscillator: Definition = {
  name: 'klinger-oscillator',
  title: 'Klinger volume oscillator',
  group: 'volume',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: [
    length(34, { name: 'fast', title: 'bars of the quick average' }),
    length(55, { name: 'slow', title: 'bars of the smooth average' }),
    length(13, { name: 'signal', title: 'bars of the signal line' }),
  ],
  outputs: [VALUE, { name: 'signal', title: 'Signal' }],
  formula:
    'EMA(v, fast) - EMA(v, slow), v = 100 T volume |2 d / c - 1|, T the trend, d = high - low, c the sum of d in it',
  source: 'S. J. Klinger (Stocks & Commodities 1997); S. Achelis, Technical Analysis from A to Z (2000); Tulip kvo',
  warmup: () => 2,
  create: (parameters) =>
    new KlingerOscillator(numberOf(parameters, 'fast'), numberOf(parameters, 'slow'), numberOf(parameters, 'signal')),
};
