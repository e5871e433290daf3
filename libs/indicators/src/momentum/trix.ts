import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { checkWindow } from '../rolling/window.js';

/**
 * How the averages begin. sma: each with the simple average of its first values (TA-Lib, LEAN). first: the first one with the
 * first value, each further one with what the one before is after a window (Tulip). together: all with the simple average of
 * the first values (Skender).
 */
export type TrixSeeding = 'sma' | 'first' | 'together';

const TRIX_SEEDING: ChoiceParameter = {
  name: 'seeding',
  title:
    'averages begin each with its first window (sma), with the first value and windows later (first), or all with the first window (together)',
  kind: 'choice',
  choices: ['sma', 'first', 'together'],
  default: 'sma',
};

/** Rate of change, in percent, of an exponential average taken three times. */
export class Trix extends Indicator {
  private readonly once: ExponentialAverage;
  private readonly twice: ExponentialAverage;
  private readonly thrice: ExponentialAverage;
  private readonly together: boolean;
  /** Values so far, until all averages are told of them. */
  private count = 0;
  private last = NaN;

  constructor(
    readonly length: number,
    seeding: TrixSeeding = 'sma',
  ) {
    super('trix', [length, seeding]);
    const alpha = 2 / (checkWindow(length) + 1);
    const seeds = seeding === 'first' ? 1 : length;
    this.once = new ExponentialAverage(alpha, seeds);
    this.twice = new ExponentialAverage(alpha, seeds);
    this.thrice = new ExponentialAverage(alpha, seeds);
    this.together = seeding === 'together';
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  /** The average that changes. */
  get average(): number {
    return this.count === 3 * this.length - 2 ? this.thrice.value : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.last;
    const { average } = this;
    if (this.together && !this.once.ready) this.begin(value);
    else this.smooth(value);
    if (!Number.isNaN(average)) this.last = average === 0 ? 0 : (100 * (this.average - average)) / average;
    return this.last;
  }

  private begin(value: number): void {
    this.once.update(value);
    if (!this.once.ready) return;
    this.twice.begin(this.once.value);
    this.thrice.begin(this.once.value);
    this.count = 3 * this.length - 2;
  }

  private smooth(value: number): void {
    const { length } = this;
    if (this.count < 3 * length - 2) this.count += 1;
    this.once.update(value);
    if (this.count >= length) this.twice.update(this.once.value);
    if (this.count >= 2 * length - 1) this.thrice.update(this.twice.value);
  }
}

export const trix: Definition = {
  name: 'trix',
  title: 'Triple exponential rate of change',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(15), TRIX_SEEDING],
  outputs: [
    { name: 'value', title: 'TRIX' },
    { name: 'average', title: 'Triple average' },
  ],
  formula: 'TRIX = 100 (E / E[t-1] - 1), E = EMA(EMA(EMA(x, n), n), n)',
  source: 'J. Hutson, Technical Analysis of Stocks and Commodities (1983); TA-Lib TRIX, Tulip trix, Skender Trix',
  warmup: (parameters) => {
    const window = numberOf(parameters, 'length');
    return parameters['seeding'] === 'together' ? window + 1 : 3 * window - 1;
  },
  create: (parameters) => new Trix(numberOf(parameters, 'length'), wordOf<TrixSeeding>(parameters, 'seeding')),
};
