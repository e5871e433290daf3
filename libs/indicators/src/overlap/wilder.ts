import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { SEEDING, type Seeding } from './ema.js';

/** Wilder's smoothing: an exponential moving average with alpha = 1 / length; NaN until it is seeded. */
export class Wilder extends Indicator {
  private readonly alpha: number;
  private readonly seeds: number;
  private count = 0;
  private state = 0;

  constructor(
    readonly length: number,
    seeding: Seeding = 'sma',
  ) {
    super('wilder', [length, seeding]);
    this.alpha = 1 / checkWindow(length);
    this.seeds = seeding === 'sma' ? length : 1;
  }

  get ready(): boolean {
    return this.count >= this.seeds;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.count < this.seeds) {
      this.count += 1;
      this.state += (value - this.state) / this.count;
    } else {
      this.state += this.alpha * (value - this.state);
    }
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
