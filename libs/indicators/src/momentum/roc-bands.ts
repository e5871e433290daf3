import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { Roc } from './roc.js';

/** Rate of change, in percent, with its average and bands as wide as it usually is from 0. */
export class RocBands extends Indicator {
  private readonly rate: Roc;
  private readonly rates: Ema;
  private readonly squares: RollingSum;

  constructor(
    readonly length = 20,
    readonly average = 5,
    readonly deviation = 20,
  ) {
    super('roc-bands', [length, average, deviation]);
    this.rate = new Roc(length);
    this.rates = new Ema(average);
    this.squares = new RollingSum(deviation);
  }

  get ready(): boolean {
    return this.rate.ready;
  }

  get value(): number {
    return this.rate.value;
  }

  get smoothed(): number {
    return this.rates.value;
  }

  get upper(): number {
    return this.squares.ready ? Math.sqrt(Math.max(0, this.squares.mean)) : NaN;
  }

  get lower(): number {
    return -this.upper;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const rate = this.rate.update(value);
    this.rates.update(rate);
    if (this.rate.ready) this.squares.update(rate * rate);
    return rate;
  }
}

export const rocBands: Definition = {
  name: 'roc-bands',
  title: 'Rate of change with bands',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(20, { title: 'values back' }),
    length(5, { name: 'average', title: 'rates in the average' }),
    length(20, { name: 'deviation', title: 'rates from which the bands are' }),
  ],
  outputs: [
    { name: 'value', title: 'Rate of change' },
    { name: 'smoothed', title: 'Average' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula: 'ROC(x, n); EMA(ROC, a); upper, lower = +- sqrt(mean of d ROC^2)',
  source: 'K. Kaufman; Skender RocWb',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) =>
    new RocBands(numberOf(parameters, 'length'), numberOf(parameters, 'average'), numberOf(parameters, 'deviation')),
};
