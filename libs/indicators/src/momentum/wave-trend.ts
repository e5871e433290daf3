import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Sma } from '../overlap/sma.js';
import { quotient } from '../rolling/quotient.js';

/** Wave trend: distance of the typical price from its average in its average distances, averaged; and the average of that. Where there is no distance it counts as 0. */
export class WaveTrend extends Indicator {
  private readonly middle: Ema;
  private readonly distances: Ema;
  private readonly waves: Ema;
  private readonly waveAverage: Sma;

  constructor(
    readonly length = 10,
    readonly average = 21,
    readonly signalLength = 4,
  ) {
    super('wave-trend', [length, average, signalLength]);
    this.middle = new Ema(length);
    this.distances = new Ema(length);
    this.waves = new Ema(average);
    this.waveAverage = new Sma(signalLength);
  }

  get ready(): boolean {
    return this.waves.ready;
  }

  get value(): number {
    return this.waves.value;
  }

  get signal(): number {
    return this.waveAverage.value;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const price = (high + low + close) / 3;
    const distance = price - this.middle.update(price);
    const usual = this.distances.update(Math.abs(distance));
    if (!this.distances.ready) return NaN;
    this.waves.update(quotient(distance, 0.015 * usual, price));
    this.waveAverage.update(this.waves.value);
    return this.waves.value;
  }
}

export const waveTrend: Definition = {
  name: 'wave-trend',
  title: 'Wave trend',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(10, { title: 'bars in the channel' }),
    length(21, { name: 'average', title: 'values in the average' }),
    length(4, { name: 'signal', title: 'values in the signal' }),
  ],
  outputs: [
    { name: 'value', title: 'Wave trend' },
    { name: 'signal', title: 'Signal' },
  ],
  formula: 'EMA((p - E) / (0.015 EMA(|p - E|, n)), a), E = EMA(p, n), p = (high + low + close) / 3; signal = SMA of it',
  source: 'LazyBear, after the MetaStock channel index',
  warmup: (parameters) => 2 * numberOf(parameters, 'length') + numberOf(parameters, 'average') - 2,
  create: (parameters) =>
    new WaveTrend(numberOf(parameters, 'length'), numberOf(parameters, 'average'), numberOf(parameters, 'signal')),
};
