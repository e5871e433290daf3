import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { Ema, SEEDING, type Seeding } from './ema.js';

const lagOf = (length: number): number => Math.floor((length - 1) / 2);

/**
 * Exponential moving average of values that are carried on by their change over the lag of the average. With the seeding
 * `first` it begins with the last value before the first that can be carried on (Tulip).
 */
export class Zlema extends Indicator {
  private readonly lagged: Float64Array;
  private readonly average: Ema;
  private readonly lag: number;
  private readonly early: boolean;
  private at = 0;
  private count = 0;

  constructor(
    readonly length: number,
    seeding: Seeding = 'sma',
  ) {
    super('zlema', [length, seeding]);
    this.average = new Ema(checkWindow(length), seeding);
    this.lag = lagOf(length);
    this.lagged = new Float64Array(this.lag);
    this.early = seeding === 'first';
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { lag, lagged, at } = this;
    if (this.count >= lag) this.average.update(lag === 0 ? value : 2 * value - lagged[at]);
    else {
      this.count += 1;
      if (this.early && this.count === lag) this.average.update(value);
    }
    if (lag > 0) {
      lagged[at] = value;
      this.at = at + 1 === lag ? 0 : at + 1;
    }
    return this.value;
  }
}

export const zlema: Definition = {
  name: 'zlema',
  title: 'Zero-lag exponential moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20), SEEDING],
  outputs: [VALUE],
  formula: 'ZLEMA = EMA(2 x[t] - x[t-k], n), k = (n - 1) / 2 rounded down',
  source: 'J. Ehlers, R. Way (2010); Tulip zlema, LEAN ZeroLagExponentialMovingAverage',
  warmup: (parameters) => {
    const lag = lagOf(numberOf(parameters, 'length'));
    return parameters['seeding'] === 'sma' ? lag + numberOf(parameters, 'length') : Math.max(1, lag);
  },
  create: (parameters) => new Zlema(numberOf(parameters, 'length'), wordOf<Seeding>(parameters, 'seeding')),
};
