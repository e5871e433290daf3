import { length, numberOf, VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { checkWindow } from '../rolling/window.js';
import { emaKernel } from './ema.kernel.js';

/**
 * How a recursive average begins. sma: with the simple average of its first `length` values, known from there on (TA-Lib,
 * Skender, LEAN). first: with its first value, known at once (Tulip, MetaStock).
 */
export type Seeding = 'sma' | 'first';

export const SEEDING: ChoiceParameter = {
  name: 'seeding',
  title: 'begins with the average of the first window (sma) or with the first value (first)',
  kind: 'choice',
  choices: ['sma', 'first'],
  default: 'sma',
};

/** Exponential moving average, alpha = 2 / (length + 1); NaN until it is seeded. What is not finite is left out. */
export class Ema extends Indicator {
  private readonly average: ExponentialAverage;

  constructor(
    readonly length: number,
    seeding: Seeding = 'sma',
  ) {
    super('ema', [length, seeding]);
    this.average = new ExponentialAverage(2 / (checkWindow(length) + 1), seeding === 'sma' ? length : 1);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    return Number.isFinite(value) ? this.average.update(value) : this.average.value;
  }
}

export const ema: Definition = {
  name: 'ema',
  title: 'Exponential moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20), SEEDING],
  outputs: [VALUE],
  formula: 'EMA = EMA[t-1] + a (x[t] - EMA[t-1]), a = 2 / (n + 1)',
  source: 'TA-Lib EMA, Tulip ema',
  warmup: (parameters) => (parameters['seeding'] === 'sma' ? numberOf(parameters, 'length') : 1),
  create: (parameters) => new Ema(numberOf(parameters, 'length'), wordOf<Seeding>(parameters, 'seeding')),
  kernel: emaKernel,
};
