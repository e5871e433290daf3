import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/**
 * Mean return above a target as a part of its downside deviation, of returns from value to value and not annualised; 0 where
 * no return is below the target. A value after one of 0 has no return and counts as 0.
 */
export class SortinoRatio extends Indicator {
  private readonly excess: RollingSum;
  private readonly squares: RollingSum;
  private previous = NaN;

  constructor(
    readonly length = 15,
    readonly target = 0,
  ) {
    super('sortino-ratio', [length, target]);
    this.excess = new RollingSum(length);
    this.squares = new RollingSum(length);
  }

  get ready(): boolean {
    return this.excess.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    // A rest of rounding in the sum of squares is a deviation about 1e-8 as large as the returns.
    const deviation = Math.sqrt(Math.max(0, this.squares.mean));
    return deviation > 1e-9 ? this.excess.mean / deviation : 0;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    if (Number.isNaN(previous)) return NaN;
    const excess = quotient(value - previous, previous, 0) - this.target;
    this.excess.update(excess);
    this.squares.update(excess < 0 ? excess * excess : 0);
    return this.value;
  }
}

export const sortinoRatio: Definition = {
  name: 'sortino-ratio',
  title: 'Sortino ratio',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(15, { title: 'returns in the window' }),
    {
      name: 'target',
      title: 'return wanted a bar, 0.01 for one percent',
      kind: 'number',
      minimum: -1,
      maximum: 1,
      default: 0,
    },
  ],
  outputs: [VALUE],
  formula: 'mean(r - T) / sqrt(mean(min(0, r - T)^2)), r = x / x[t-1] - 1 of n bars',
  source: 'F. Sortino, L. Price, Journal of Investing (1994); LEAN SortinoRatio',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new SortinoRatio(numberOf(parameters, 'length'), numberOf(parameters, 'target')),
};
