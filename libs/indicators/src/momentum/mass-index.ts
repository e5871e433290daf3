import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { SEEDING, type Seeding } from '../overlap/ema.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Mass index: sum, over `length` bars, of the average range as a part of the average of that average. It rises where ranges
 * widen. A bar whose average range is 0 counts as 1.
 */
export class MassIndex extends Indicator {
  private readonly once: ExponentialAverage;
  private readonly twice: ExponentialAverage;
  private readonly sum: RollingSum;
  /** Bars so far, until the sum is told of them. */
  private count = 0;

  constructor(
    readonly length = 25,
    readonly smoothing = 9,
    seeding: Seeding = 'sma',
  ) {
    super('mass-index', [length, smoothing, seeding]);
    const alpha = 2 / (checkWindow(smoothing) + 1);
    const seeds = seeding === 'sma' ? smoothing : 1;
    this.once = new ExponentialAverage(alpha, seeds);
    this.twice = new ExponentialAverage(alpha, seeds);
    this.sum = new RollingSum(length);
  }

  get ready(): boolean {
    return this.sum.ready;
  }

  get value(): number {
    return this.ready ? this.sum.value : NaN;
  }

  update(high: number, low: number): number {
    const range = high - low;
    if (!Number.isFinite(range)) return this.value;
    const known = 2 * this.smoothing - 1;
    if (this.count < known) this.count += 1;
    this.once.update(range);
    if (this.count >= this.smoothing) this.twice.update(this.once.value);
    if (this.count === known) this.sum.update(this.twice.value === 0 ? 1 : this.once.value / this.twice.value);
    return this.value;
  }
}

export const massIndex: Definition = {
  name: 'mass-index',
  title: 'Mass index',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [
    length(25, { title: 'bars in the sum' }),
    length(9, { name: 'smoothing', title: 'bars in the averages' }),
    SEEDING,
  ],
  outputs: [VALUE],
  formula: 'sum over n of EMA(r, s) / EMA(EMA(r, s), s), r = high - low; the second average begins at bar s',
  source: 'D. Dorsey, Technical Analysis of Stocks and Commodities (1992); Tulip mass, LEAN MassIndex',
  warmup: (parameters) => numberOf(parameters, 'length') + 2 * (numberOf(parameters, 'smoothing') - 1),
  create: (parameters) =>
    new MassIndex(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'smoothing'),
      wordOf<Seeding>(parameters, 'seeding'),
    ),
};
