import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { macdSettings, type MacdSeeding, type MacdWeights } from './macd-settings.js';
import { macdKernel } from './macd.kernel.js';

const MACD_SEEDING: ChoiceParameter = {
  name: 'seeding',
  title:
    'averages begin each with its first window (sma), with the first value (first), or with windows that end at one bar (aligned)',
  kind: 'choice',
  choices: ['sma', 'first', 'aligned'],
  default: 'sma',
};

const WEIGHTS: ChoiceParameter = {
  name: 'weights',
  title: 'weights of the newest value: 2 / (length + 1) (exact), or 0.15 and 0.075 (classic)',
  kind: 'choice',
  choices: ['exact', 'classic'],
  default: 'exact',
};

/** Difference of a fast and a slow exponential average, known after as many values as the longer one has, and its average. */
export class Macd extends Indicator {
  private readonly fastAverage: ExponentialAverage;
  private readonly slowAverage: ExponentialAverage;
  private readonly signalAverage: ExponentialAverage;
  private readonly fastFrom: number;
  private readonly slowFrom: number;
  private readonly longest: number;
  private count = 0;

  constructor(
    readonly fast = 12,
    readonly slow = 26,
    readonly signalLength = 9,
    seeding: MacdSeeding = 'sma',
    weights: MacdWeights = 'exact',
  ) {
    super('macd', [fast, slow, signalLength, seeding, weights]);
    const settings = macdSettings(fast, slow, signalLength, seeding, weights);
    this.fastAverage = new ExponentialAverage(settings.fast.alpha, settings.fast.seeds);
    this.slowAverage = new ExponentialAverage(settings.slow.alpha, settings.slow.seeds);
    this.signalAverage = new ExponentialAverage(settings.signal.alpha, settings.signal.seeds);
    this.longest = settings.longest;
    this.fastFrom = settings.fast.from;
    this.slowFrom = settings.slow.from;
  }

  get ready(): boolean {
    return this.count === this.longest;
  }

  get value(): number {
    return this.ready ? this.fastAverage.value - this.slowAverage.value : NaN;
  }

  get signal(): number {
    return this.signalAverage.value;
  }

  /** How far the value is above its signal. */
  get histogram(): number {
    return this.value - this.signal;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.count < this.longest) return this.begin(value);
    const difference = this.fastAverage.update(value) - this.slowAverage.update(value);
    this.signalAverage.update(difference);
    return difference;
  }

  /** One of the first values, which not each of the averages takes. */
  private begin(value: number): number {
    if (this.count >= this.fastFrom) this.fastAverage.update(value);
    if (this.count >= this.slowFrom) this.slowAverage.update(value);
    this.count += 1;
    if (this.ready) this.signalAverage.update(this.value);
    return this.value;
  }
}

export const macd: Definition = {
  name: 'macd',
  title: 'Moving average convergence divergence',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(12, { name: 'fast', title: 'values in the fast average' }),
    length(26, { name: 'slow', title: 'values in the slow average' }),
    length(9, { name: 'signal', title: 'values in the average of the difference' }),
    MACD_SEEDING,
    WEIGHTS,
  ],
  outputs: [
    { name: 'value', title: 'MACD' },
    { name: 'signal', title: 'Signal' },
    { name: 'histogram', title: 'Histogram' },
  ],
  formula: 'MACD = EMA(fast) - EMA(slow); signal = EMA(MACD, s); histogram = MACD - signal',
  source: 'G. Appel (1979); TA-Lib MACD and MACDFIX (classic weights), Tulip macd, Skender Macd',
  warmup: (parameters) => Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) => {
    const [fast, slow, signal] = ['fast', 'slow', 'signal'].map((name) => numberOf(parameters, name));
    const seeding = wordOf<MacdSeeding>(parameters, 'seeding');
    return new Macd(fast, slow, signal, seeding, wordOf<MacdWeights>(parameters, 'weights'));
  },
  kernel: macdKernel,
};
