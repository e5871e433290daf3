import { RollingSum } from './rolling-sum.js';

/** Average of the last `length` prices, each weighed by its volume. Both must be finite. */
export class VolumeWeighted {
  private readonly worth: RollingSum;
  private readonly volume: RollingSum;
  /** Updates without volume up to now: what is left of the sums then is rounding. */
  private idle = 0;

  constructor(readonly length: number) {
    this.worth = new RollingSum(length);
    this.volume = new RollingSum(length);
  }

  get ready(): boolean {
    return this.volume.ready;
  }

  /** Of the values there are; NaN while none of them has a volume. */
  get mean(): number {
    return this.idle >= this.volume.count ? NaN : this.worth.value / this.volume.value;
  }

  update(price: number, volume: number): void {
    this.idle = volume === 0 ? this.idle + 1 : 0;
    this.worth.update(price * volume);
    this.volume.update(volume);
  }
}
