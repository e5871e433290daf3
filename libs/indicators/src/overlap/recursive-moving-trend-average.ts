import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Recursive moving trend average: an exponential average of values that are carried on by the change of their faded sum. With
 * the first value x the sum begins at (1 + beta) x and the average at x + alpha of the sum, as in the series published for it.
 */
export class RecursiveMovingTrendAverage extends Indicator {
  private readonly alpha: number;
  private count = 0;
  private faded = 0;
  private state = 0;

  constructor(
    readonly length: number,
    readonly beta: number,
  ) {
    super('recursive-moving-trend-average', [length, beta]);
    this.alpha = 2 / (checkWindow(length) + 1);
  }

  get ready(): boolean {
    return this.count >= this.length;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.count === 0) {
      this.faded = (1 + this.beta) * value;
      this.state = value + this.alpha * this.faded;
    } else {
      const faded = this.beta * this.faded + value;
      this.state += this.alpha * (value + faded - this.faded - this.state);
      this.faded = faded;
    }
    if (this.count < this.length) this.count += 1;
    return this.value;
  }
}

export const recursiveMovingTrendAverage: Definition = {
  name: 'recursive-moving-trend-average',
  title: 'Recursive moving trend average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(21),
    {
      name: 'beta',
      title: 'what is kept of the sum with each value',
      kind: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.90909,
    },
  ],
  outputs: [VALUE],
  formula: 'R = R[t-1] + a (x + B - B[t-1] - R[t-1]), B = b B[t-1] + x, a = 2 / (n + 1)',
  source: 'D. Meyers, Technical Analysis of Stocks & Commodities (1998); Tulip rmta',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new RecursiveMovingTrendAverage(numberOf(parameters, 'length'), numberOf(parameters, 'beta')),
};
