import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { IndicatorError } from '../errors.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';
import { normalCdf } from './normal-cdf.js';

/**
 * Volume-synchronised probability of informed trading: mean imbalance of buys and sells over the last `length` buckets of equal
 * volume, 0 to 1. A bar's volume counts as bought in the share that the normal distribution gives to its change of price, in
 * deviations of the last `changes` changes; half of it where they do not vary. A bar with volume below 0 is left out.
 */
export class Vpin extends Indicator {
  private readonly moments: RollingMoments;
  private readonly imbalances: RollingSum;
  private close = NaN;
  private filled = 0;
  private tilt = 0;

  /** @throws IndicatorError INDICATOR_PARAMETER for buckets without volume */
  constructor(
    readonly length: number,
    readonly bucket = 10_000,
    readonly changes = 30,
  ) {
    super('vpin', [length, bucket, changes]);
    if (!(bucket > 0)) throw new IndicatorError('INDICATOR_PARAMETER', `vpin: bucket must be above 0: ${bucket}`);
    this.imbalances = new RollingSum(length);
    this.moments = new RollingMoments(checkWindow(changes, 2));
  }

  get ready(): boolean {
    return this.imbalances.ready;
  }

  get value(): number {
    return this.ready ? this.imbalances.mean : NaN;
  }

  update(close: number, volume: number): number {
    if (!Number.isFinite(close) || !(volume >= 0) || volume === Infinity) return this.value;
    const change = close - this.close;
    this.close = close;
    this.moments.update(change);
    if (!this.moments.ready) return this.value;
    const { deviation } = this.moments;
    this.add(volume, deviation > 0 ? 2 * normalCdf(change / deviation) - 1 : 0);
    return this.value;
  }

  /** Buys less sells are `tilt` of the volume. Of a bar that fills more buckets than are kept, whole rounds are skipped. */
  private add(volume: number, tilt: number): void {
    const { bucket } = this;
    let left = volume;
    const most = (this.length + 1) * bucket;
    if (left > most) left = (left % bucket) + this.length * bucket;
    while (left > 0) {
      const room = bucket - this.filled;
      const taken = Math.min(left, room);
      this.tilt += taken * tilt;
      this.filled += taken;
      left -= taken;
      if (taken < room) break;
      this.imbalances.update(Math.abs(this.tilt) / bucket);
      this.filled = 0;
      this.tilt = 0;
    }
  }
}

export const vpin: Definition = {
  name: 'vpin',
  title: 'Volume-synchronised probability of informed trading',
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: [
    length(50, { title: 'buckets in the window' }),
    { name: 'bucket', title: 'volume of a bucket', kind: 'number', minimum: 1e-9, maximum: 1e15, default: 10_000 },
    length(30, { name: 'changes', title: 'changes of the deviation', minimum: 2 }),
  ],
  outputs: [VALUE],
  formula: 'mean of |buys - sells| / V over n buckets of volume V; buys = volume N((close - close[t-1]) / s)',
  source: 'D. Easley, M. Lopez de Prado, M. O’Hara, Flow Toxicity and Liquidity in a High-Frequency World (2012)',
  warmup: () => undefined,
  create: (parameters) =>
    new Vpin(numberOf(parameters, 'length'), numberOf(parameters, 'bucket'), numberOf(parameters, 'changes')),
};
