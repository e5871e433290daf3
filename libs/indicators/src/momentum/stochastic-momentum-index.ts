import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';

/** Stochastic momentum index: distance of the close from the middle of the range, averaged twice, as a part of half the range averaged so; -100 to 100, 0 where there is no range. */
export class StochasticMomentumIndex extends Indicator {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;
  private readonly distances: Ema;
  private readonly ranges: Ema;
  private readonly smoothDistances: Ema;
  private readonly smoothRanges: Ema;
  private readonly average: Ema;

  constructor(
    readonly length = 13,
    readonly first = 25,
    readonly second = 2,
    readonly signalLength = 3,
  ) {
    super('stochastic-momentum-index', [length, first, second, signalLength]);
    this.highs = new RollingExtreme(length, 'max');
    this.lows = new RollingExtreme(length, 'min');
    this.distances = new Ema(first);
    this.ranges = new Ema(first);
    this.smoothDistances = new Ema(second);
    this.smoothRanges = new Ema(second);
    this.average = new Ema(signalLength);
  }

  get ready(): boolean {
    return this.smoothRanges.ready;
  }

  get value(): number {
    return quotient(200 * this.smoothDistances.value, this.smoothRanges.value, 0, this.ready ? 0 : NaN);
  }

  get signal(): number {
    return this.average.value;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    if (!this.highs.ready) return NaN;
    const highest = this.highs.value;
    const lowest = this.lows.value;
    this.smoothDistances.update(this.distances.update(close - (highest + lowest) / 2));
    this.smoothRanges.update(this.ranges.update(highest - lowest));
    const { value } = this;
    this.average.update(value);
    return value;
  }
}

export const stochasticMomentumIndex: Definition = {
  name: 'stochastic-momentum-index',
  title: 'Stochastic momentum index',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(13, { title: 'bars in the range' }),
    length(25, { name: 'first', title: 'values in the first average' }),
    length(2, { name: 'second', title: 'values in the second average' }),
    length(3, { name: 'signal', title: 'values in the signal' }),
  ],
  outputs: [
    { name: 'value', title: 'SMI' },
    { name: 'signal', title: 'Signal' },
  ],
  formula:
    'SMI = 100 EMA(EMA(close - (H + L) / 2, f), s) / (EMA(EMA(H - L, f), s) / 2), H and L of n bars; signal = EMA(SMI, d)',
  source: 'W. Blau, Momentum, Direction and Divergence (1995); Skender Smi',
  warmup: (parameters) =>
    numberOf(parameters, 'length') + numberOf(parameters, 'first') + numberOf(parameters, 'second') - 2,
  create: (parameters) =>
    new StochasticMomentumIndex(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'first'),
      numberOf(parameters, 'second'),
      numberOf(parameters, 'signal'),
    ),
};
