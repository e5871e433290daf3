import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';

/** Distance of two exponential averages of the volume in percent of the slower one, with a signal line. NaN without volume. */
export class PercentageVolumeOscillator extends Indicator {
  private readonly quick: Ema;
  private readonly smooth: Ema;
  private readonly line: Ema;

  constructor(
    readonly fast: number,
    readonly slow: number,
    readonly signalLength = 9,
  ) {
    super('percentage-volume-oscillator', [fast, slow, signalLength]);
    this.quick = new Ema(fast);
    this.smooth = new Ema(slow);
    this.line = new Ema(signalLength);
  }

  get ready(): boolean {
    return this.quick.ready && this.smooth.ready;
  }

  get value(): number {
    return (100 * (this.quick.value - this.smooth.value)) / this.smooth.value;
  }

  /** Its exponential average. */
  get signal(): number {
    return this.line.value;
  }

  get histogram(): number {
    return this.value - this.signal;
  }

  update(volume: number): number {
    if (!Number.isFinite(volume)) return this.value;
    this.quick.update(volume);
    this.smooth.update(volume);
    this.line.update(this.value);
    return this.value;
  }
}

export const percentageVolumeOscillator: Definition = {
  name: 'percentage-volume-oscillator',
  title: 'Percentage volume oscillator',
  group: 'volume',
  inputs: ['volume'],
  parameters: [
    length(12, { name: 'fast', title: 'bars of the quick average' }),
    length(26, { name: 'slow', title: 'bars of the smooth average' }),
    length(9, { name: 'signal', title: 'bars of the signal line' }),
  ],
  outputs: [VALUE, { name: 'signal', title: 'Signal' }, { name: 'histogram', title: 'Histogram' }],
  formula: '100 (EMA(volume, fast) - EMA(volume, slow)) / EMA(volume, slow); signal = EMA of it',
  source: 'Skender Pvo',
  warmup: (parameters) => Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) =>
    new PercentageVolumeOscillator(
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      numberOf(parameters, 'signal'),
    ),
};
