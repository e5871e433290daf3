import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { AVERAGE, averageOf, averageWarmup, type AverageKind } from '../overlap/moving-average.js';

/** Difference of a fast and a slow average, and the average of that, each average of any kind. */
export class MacdExtended extends Indicator {
  private readonly fastAverage: Indicator;
  private readonly slowAverage: Indicator;
  private readonly signalAverage: Indicator;

  constructor(
    readonly fast = 12,
    readonly slow = 26,
    readonly signalLength = 9,
    fastKind: AverageKind = 'sma',
    slowKind: AverageKind = 'sma',
    signalKind: AverageKind = 'sma',
  ) {
    super('macd-extended', [fast, slow, signalLength, fastKind, slowKind, signalKind]);
    this.fastAverage = averageOf(fastKind, fast);
    this.slowAverage = averageOf(slowKind, slow);
    this.signalAverage = averageOf(signalKind, signalLength);
  }

  get ready(): boolean {
    return this.fastAverage.ready && this.slowAverage.ready;
  }

  get value(): number {
    return this.fastAverage.value - this.slowAverage.value;
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
    const difference = this.fastAverage.update(value) - this.slowAverage.update(value);
    this.signalAverage.update(difference);
    return difference;
  }
}

const kindOf = (name: string): ChoiceParameter => ({
  ...AVERAGE,
  name: `${name}Average`,
  title: `kind of the ${name} average`,
});

export const macdExtended: Definition = {
  name: 'macd-extended',
  title: 'Moving average convergence divergence of any averages',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(12, { name: 'fast', title: 'values in the fast average', maximum: 10_000 }),
    length(26, { name: 'slow', title: 'values in the slow average', maximum: 10_000 }),
    length(9, { name: 'signal', title: 'values in the average of the difference', maximum: 10_000 }),
    kindOf('fast'),
    kindOf('slow'),
    kindOf('signal'),
  ],
  outputs: [
    { name: 'value', title: 'MACD' },
    { name: 'signal', title: 'Signal' },
    { name: 'histogram', title: 'Histogram' },
  ],
  formula: 'MACD = MA(x, fast) - MA(x, slow); signal = MA(MACD, s); histogram = MACD - signal',
  source: 'TA-Lib MACDEXT',
  warmup: (parameters) => {
    const one = (name: string) =>
      averageWarmup(wordOf<AverageKind>(parameters, `${name}Average`), numberOf(parameters, name));
    return Math.max(one('fast'), one('slow'));
  },
  create: (parameters) => {
    const [fast, slow, signal] = ['fast', 'slow', 'signal'].map((name) => numberOf(parameters, name));
    const kinds = ['fastAverage', 'slowAverage', 'signalAverage'].map((name) => wordOf<AverageKind>(parameters, name));
    return new MacdExtended(fast, slow, signal, ...kinds);
  },
};
