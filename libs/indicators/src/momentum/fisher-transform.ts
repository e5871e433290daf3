import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Fisher transform: place of the middle of the bar in the range of middles, smoothed and drawn out to a normal distribution; and its value a bar ago. */
export class FisherTransform extends Indicator {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private place = 0;
  private last = 0;
  private before = NaN;

  constructor(readonly length = 9) {
    super('fisher-transform', [length]);
    this.highest = new RollingExtreme(length, 'max');
    this.lowest = new RollingExtreme(length, 'min');
  }

  get ready(): boolean {
    return this.highest.ready;
  }

  get value(): number {
    return this.ready ? this.last : NaN;
  }

  /** A bar ago. */
  get signal(): number {
    return this.before;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high + low)) return this.value;
    const middle = (high + low) / 2;
    this.highest.update(middle);
    this.lowest.update(middle);
    if (!this.highest.ready) return NaN;
    this.before = this.highest.count > this.length ? this.last : NaN;
    const bottom = this.lowest.value;
    const part = quotient(middle - bottom, this.highest.value - bottom, middle, 0.5);
    const place = 0.66 * (part - 0.5) + 0.67 * this.place;
    // At 1 the transform is infinite.
    this.place = Math.abs(place) > 0.99 ? 0.999 * Math.sign(place) : place;
    this.last = Math.atanh(this.place) + this.last / 2;
    return this.last;
  }
}

export const fisherTransform: Definition = {
  name: 'fisher-transform',
  title: 'Fisher transform',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [length(9, { title: 'bars in the range' })],
  outputs: [
    { name: 'value', title: 'Fisher' },
    { name: 'signal', title: 'Signal' },
  ],
  formula:
    'v = 0.66 ((m - L) / (H - L) - 0.5) + 0.67 v[t-1] within 0.999; F = atanh(v) + F[t-1] / 2; signal = F[t-1]; m = (high + low) / 2',
  source: 'J. Ehlers, Stocks and Commodities (2002); Tulip fisher, Skender FisherTransform',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new FisherTransform(numberOf(parameters, 'length')),
};
