import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { SortedWindow } from '../rolling/sorted-window.js';

/** Percent of the `length` values before the last one that are below it. */
export class PercentRank extends Indicator {
  private readonly window: SortedWindow;
  private result = NaN;

  constructor(readonly length: number) {
    super('percent-rank', [length]);
    this.window = new SortedWindow(length);
  }

  get ready(): boolean {
    return !Number.isNaN(this.result);
  }

  get value(): number {
    return this.result;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.window.ready) this.result = (100 * this.window.below(value)) / this.length;
    this.window.update(value);
    return this.result;
  }
}

export const percentRank: Definition = {
  name: 'percent-rank',
  title: 'Percent rank',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(100, { title: 'values before it', maximum: 10_000 })],
  outputs: [VALUE],
  formula: '100 (number of x[t-1], ..., x[t-n] below x[t]) / n',
  source: 'L. Connors, C. Alvarez, An Introduction to ConnorsRSI (2012)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new PercentRank(numberOf(parameters, 'length')),
};
