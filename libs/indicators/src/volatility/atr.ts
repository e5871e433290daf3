import { length, numberOf, VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { FIRST_RANGE, TrueRange, type FirstRange } from './true-range.js';
import { atrKernel } from './atr.kernel.js';

/** wilder: a recursive average with 1 / length for the newest (Wilder and all libraries). simple: of a window (LEAN). */
export type RangeAverage = 'wilder' | 'simple';

const AVERAGE: ChoiceParameter = {
  name: 'average',
  title: "Wilder's recursive average, seeded by the simple one (wilder), or the simple one (simple)",
  kind: 'choice',
  choices: ['wilder', 'simple'],
  default: 'wilder',
};

/** Average true range, in units of price and in percent of the close. */
export class Atr extends Indicator {
  private readonly range: TrueRange;
  private readonly recursive: ExponentialAverage;
  private readonly window: RollingSum;
  private readonly simple: boolean;
  private average = NaN;
  private close = NaN;

  constructor(
    readonly length: number,
    first: FirstRange = 'unknown',
    average: RangeAverage = 'wilder',
  ) {
    super('atr', [length, first, average]);
    this.simple = average === 'simple';
    this.range = new TrueRange(first);
    this.recursive = ExponentialAverage.wilder(length);
    this.window = new RollingSum(this.simple ? length : 1);
  }

  get ready(): boolean {
    return !Number.isNaN(this.average);
  }

  get value(): number {
    return this.average;
  }

  /** In percent of the close; NaN where it is 0. */
  get percent(): number {
    return this.close === 0 ? NaN : (100 * this.average) / this.close;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.average;
    const range = this.range.update(high, low, close);
    this.close = close;
    if (Number.isNaN(range)) return this.average;
    if (this.simple) {
      this.window.update(range);
      if (this.window.ready) this.average = this.window.mean;
    } else {
      this.average = this.recursive.update(range);
    }
    return this.average;
  }
}

export const atr: Definition = {
  name: 'atr',
  title: 'Average true range',
  group: 'volatility',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14), FIRST_RANGE, AVERAGE],
  outputs: [VALUE, { name: 'percent', title: 'Percent of the close (NATR)' }],
  formula: 'ATR = ATR[t-1] + (TR - ATR[t-1]) / n; percent = 100 ATR / close',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ATR, NATR; Tulip atr, natr; Skender Atr',
  warmup: (parameters) => numberOf(parameters, 'length') + (parameters['first'] === 'range' ? 0 : 1),
  create: (parameters) =>
    new Atr(
      numberOf(parameters, 'length'),
      wordOf<FirstRange>(parameters, 'first'),
      wordOf<RangeAverage>(parameters, 'average'),
    ),
  kernel: atrKernel,
};
