import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { Momentum } from './momentum.js';

/** Polarized fractal efficiency: straight way from a value to the last as a part of the way by those between, with the sign of its direction, averaged; -100 to 100. */
export class PolarizedFractalEfficiency extends Indicator {
  private readonly past: Momentum;
  private readonly way: RollingSum;
  private readonly average: Ema;
  private previous = NaN;

  constructor(
    readonly length = 10,
    readonly smoothing = 5,
  ) {
    super('polarized-fractal-efficiency', [length, smoothing]);
    this.past = new Momentum(length);
    this.way = new RollingSum(length);
    this.average = new Ema(smoothing);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    const change = this.past.update(value);
    if (Number.isNaN(previous)) return NaN;
    this.way.update(Math.hypot(value - previous, 1));
    if (!this.past.ready) return NaN;
    return this.average.update((100 * Math.sign(change) * Math.hypot(change, this.length)) / this.way.value);
  }
}

export const polarizedFractalEfficiency: Definition = {
  name: 'polarized-fractal-efficiency',
  title: 'Polarized fractal efficiency',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(10, { title: 'steps in the way' }),
    length(5, { name: 'smoothing', title: 'values in the average' }),
  ],
  outputs: [VALUE],
  formula: 'EMA(100 sign(x - x[t-n]) sqrt((x - x[t-n])^2 + n^2) / sum sqrt((x[i] - x[i-1])^2 + 1), s)',
  source: 'H. Hannula, Stocks and Commodities (1994)',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'smoothing'),
  create: (parameters) =>
    new PolarizedFractalEfficiency(numberOf(parameters, 'length'), numberOf(parameters, 'smoothing')),
};
