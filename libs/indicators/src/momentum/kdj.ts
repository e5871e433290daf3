import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { checkWindow } from '../rolling/window.js';

/** KDJ: the fast stochastic smoothed twice, each from 50 on, and 3 K - 2 D. Where there is no range it counts as 0. */
export class Kdj extends Indicator {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;
  private readonly smooth: ExponentialAverage;
  private readonly average: ExponentialAverage;

  constructor(
    readonly length = 9,
    readonly smoothing = 3,
    readonly signal = 3,
  ) {
    super('kdj', [length, smoothing, signal]);
    this.highs = new RollingExtreme(length, 'max');
    this.lows = new RollingExtreme(length, 'min');
    this.smooth = new ExponentialAverage(1 / checkWindow(smoothing), 1);
    this.average = new ExponentialAverage(1 / checkWindow(signal), 1);
    this.smooth.begin(50);
    this.average.begin(50);
  }

  get ready(): boolean {
    return this.highs.ready;
  }

  get value(): number {
    return this.k;
  }

  get k(): number {
    return this.ready ? this.smooth.value : NaN;
  }

  get d(): number {
    return this.ready ? this.average.value : NaN;
  }

  get j(): number {
    return 3 * this.k - 2 * this.d;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    if (!this.highs.ready) return NaN;
    const lowest = this.lows.value;
    this.smooth.update(quotient(100 * (close - lowest), this.highs.value - lowest, close));
    this.average.update(this.smooth.value);
    return this.smooth.value;
  }
}

export const kdj: Definition = {
  name: 'kdj',
  title: 'KDJ',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(9, { title: 'bars in the range' }),
    length(3, { name: 'smoothing', title: 'inverse of the weight of the newest value in K' }),
    length(3, { name: 'signal', title: 'inverse of the weight of the newest K in D' }),
  ],
  outputs: [
    { name: 'k', title: 'K' },
    { name: 'd', title: 'D' },
    { name: 'j', title: 'J' },
  ],
  formula:
    'K = K[t-1] + (100 (close - L) / (H - L) - K[t-1]) / s, D = D[t-1] + (K - D[t-1]) / d, both 50 at first; J = 3 K - 2 D',
  source: 'Charting programs of East Asia, after G. Lane',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) =>
    new Kdj(numberOf(parameters, 'length'), numberOf(parameters, 'smoothing'), numberOf(parameters, 'signal')),
};
