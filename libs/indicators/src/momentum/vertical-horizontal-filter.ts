import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Vertical horizontal filter: range of the last values as a part of the way between them, 0 to 1; 0 where nothing moves. */
export class VerticalHorizontalFilter extends Indicator {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly way: RollingSum;
  private previous = NaN;

  constructor(readonly length: number) {
    super('vertical-horizontal-filter', [length]);
    this.highest = new RollingExtreme(length, 'max');
    this.lowest = new RollingExtreme(length, 'min');
    this.way = new RollingSum(length);
  }

  get ready(): boolean {
    return this.way.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    return quotient(this.highest.value - this.lowest.value, this.way.value, this.previous);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.highest.update(value);
    this.lowest.update(value);
    if (!Number.isNaN(this.previous)) this.way.update(Math.abs(value - this.previous));
    this.previous = value;
    return this.value;
  }
}

export const verticalHorizontalFilter: Definition = {
  name: 'vertical-horizontal-filter',
  title: 'Vertical horizontal filter',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(28)],
  outputs: [VALUE],
  formula: '(highest - lowest of n values) / sum of n |x[i] - x[i-1]|',
  source: 'A. White, Futures magazine (1991); Tulip vhf',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new VerticalHorizontalFilter(numberOf(parameters, 'length')),
};
