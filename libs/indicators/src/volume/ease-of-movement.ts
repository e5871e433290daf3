import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Volumes are counted in ten thousands. */
const SCALE = 10_000;

/** How far the middle of the bar moved for its volume and range, and the average of it. 0 without range or volume. */
export class EaseOfMovement extends Indicator {
  private readonly window: RollingSum;
  private middle = NaN;
  private ease = NaN;

  constructor(readonly length: number) {
    super('ease-of-movement', [length]);
    this.window = new RollingSum(length);
  }

  get ready(): boolean {
    return !Number.isNaN(this.ease);
  }

  get value(): number {
    return this.ease;
  }

  /** Mean of the last `length`. */
  get average(): number {
    return this.window.ready ? this.window.mean : NaN;
  }

  update(high: number, low: number, volume: number): number {
    const middle = (high + low) / 2;
    if (!Number.isFinite(middle) || !Number.isFinite(volume)) return this.ease;
    if (!Number.isNaN(this.middle)) {
      this.ease = volume === 0 ? 0 : ((middle - this.middle) * (high - low) * SCALE) / volume;
      this.window.update(this.ease);
    }
    this.middle = middle;
    return this.ease;
  }
}

export const easeOfMovement: Definition = {
  name: 'ease-of-movement',
  title: 'Ease of movement',
  group: 'volume',
  inputs: ['high', 'low', 'volume'],
  parameters: [length(14, { title: 'bars of the average' })],
  outputs: [VALUE, { name: 'average', title: 'Average' }],
  formula: '(m - m[t-1]) (high - low) / (volume / 10000), m = (high + low) / 2; average over n bars',
  source: 'R. Arms; S. Achelis, Technical Analysis from A to Z (2000); Tulip emv',
  warmup: () => 2,
  create: (parameters) => new EaseOfMovement(numberOf(parameters, 'length')),
};
