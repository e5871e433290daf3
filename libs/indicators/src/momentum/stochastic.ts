import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { AVERAGE, averageOf, averageWarmup, type AverageKind } from '../overlap/moving-average.js';
import { PriceRange } from '../rolling/price-range.js';
import { quotient } from '../rolling/quotient.js';
import { stochasticKernel } from './stochastic.kernel.js';

/**
 * Place of the close in the range of the last `length` bars, 0 to 100, and its averages; 0 where there is no range. A
 * `smoothing` of 1 is the fast, one of 3 the slow stochastic. A bar of which something is not finite is left out.
 */
export class Stochastic extends Indicator {
  private readonly range: PriceRange;
  private readonly smooth: Indicator;
  private readonly average: Indicator;
  /** Whether there is nothing to smooth. */
  private readonly fast: boolean;
  private last = NaN;

  constructor(
    readonly length = 14,
    readonly smoothing = 3,
    readonly signal = 3,
    kind: AverageKind = 'sma',
  ) {
    super('stochastic', [length, smoothing, signal, kind]);
    this.range = new PriceRange(length);
    this.smooth = averageOf(kind, smoothing);
    this.average = averageOf(kind, signal);
    this.fast = smoothing === 1 && kind === 'sma';
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  /** %K. */
  get k(): number {
    return this.last;
  }

  /** %D, the average of %K. */
  get d(): number {
    return this.average.value;
  }

  /** 3 K - 2 D. */
  get j(): number {
    return 3 * this.k - 2 * this.d;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.last;
    this.range.update(high, low);
    const { highest, lowest } = this.range;
    if (Number.isNaN(highest)) return NaN;
    const place = quotient(100 * (close - lowest), highest - lowest, close);
    this.last = this.fast ? place : this.smooth.update(place);
    this.average.update(this.last);
    return this.last;
  }
}

export const stochastic: Definition = {
  name: 'stochastic',
  title: 'Stochastic oscillator',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(14),
    length(3, {
      name: 'smoothing',
      title: 'values in the average that is %K; 1 for the fast stochastic',
      maximum: 10_000,
    }),
    length(3, { name: 'signal', title: 'values in the average of %K that is %D', maximum: 10_000 }),
    AVERAGE,
  ],
  outputs: [
    { name: 'k', title: '%K' },
    { name: 'd', title: '%D' },
    { name: 'j', title: '%J' },
  ],
  formula: '%K = MA(100 (close - lowest low) / (highest high - lowest low), s); %D = MA(%K, d); %J = 3 %K - 2 %D',
  source: 'G. Lane (1950s); TA-Lib STOCH and STOCHF, Tulip stoch, Skender Stoch',
  warmup: (parameters) => {
    const kind = wordOf<AverageKind>(parameters, 'average');
    return numberOf(parameters, 'length') + averageWarmup(kind, numberOf(parameters, 'smoothing')) - 1;
  },
  create: (parameters) => {
    const [window, smoothing, signal] = ['length', 'smoothing', 'signal'].map((name) => numberOf(parameters, name));
    return new Stochastic(window, smoothing, signal, wordOf<AverageKind>(parameters, 'average'));
  },
  kernel: stochasticKernel,
};
