import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { checkWindow } from '../rolling/window.js';
import { SEEDING, type Seeding } from './ema.js';

/** Wilder's smoothing: an exponential moving average with alpha = 1 / length; NaN until it is seeded. */
export class Wilder extends Indicator {
  private readonly average: ExponentialAverage;

  constructor(
    readonly length: number,
    seeding: Seeding = 'sma',
  ) {
    super('wilder', [length, seeding]);
    this.average = new ExponentialAverage(1 / checkWindow(length), seeding === 'sma' ? length : 1);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.average.update(value);
    return this.value;
  }
}

export const wilder: Definition = {
  name: 'wilder',
  title: "Wilder's smoothing (RMA, SMMA)",
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(14), SEEDING],
  outputs: [VALUE],
  formula: 'W = W[t-1] + (x[t] - W[t-1]) / n',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Tulip wilders, Skender Smma, LEAN WilderMovingAverage, RMA',
  warmup: (parameters) => (parameters['seeding'] === 'sma' ? numberOf(parameters, 'length') : 1),
  create: (parameters) => new Wilder(numberOf(parameters, 'length'), wordOf<Seeding>(parameters, 'seeding')),
};
