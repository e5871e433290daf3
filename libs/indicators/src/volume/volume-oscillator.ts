import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Distance of two simple averages of the volume in percent of the slower one; NaN without volume. */
export class VolumeOscillator extends Indicator {
  private readonly quick: RollingSum;
  private readonly smooth: RollingSum;

  constructor(
    readonly fast: number,
    readonly slow: number,
  ) {
    super('volume-oscillator', [fast, slow]);
    this.quick = new RollingSum(fast);
    this.smooth = new RollingSum(slow);
  }

  get ready(): boolean {
    return this.quick.ready && this.smooth.ready;
  }

  get value(): number {
    return this.ready ? (100 * (this.quick.mean - this.smooth.mean)) / this.smooth.mean : NaN;
  }

  update(volume: number): number {
    if (!Number.isFinite(volume)) return this.value;
    this.quick.update(volume);
    this.smooth.update(volume);
    return this.value;
  }
}

export const volumeOscillator: Definition = {
  name: 'volume-oscillator',
  title: 'Volume oscillator',
  group: 'volume',
  inputs: ['volume'],
  parameters: [
    length(5, { name: 'fast', title: 'bars of the quick average' }),
    length(10, { name: 'slow', title: 'bars of the smooth average' }),
  ],
  outputs: [VALUE],
  formula: '100 (SMA(volume, fast) - SMA(volume, slow)) / SMA(volume, slow)',
  source: 'S. Achelis, Technical Analysis from A to Z (2000); Tulip vosc',
  warmup: (parameters) => Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) => new VolumeOscillator(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
};
