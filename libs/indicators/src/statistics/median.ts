import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { SortedWindow } from '../rolling/sorted-window.js';

/** Median of the last `length` values: the middle one, or the mean of the two in the middle. */
export class Median extends Indicator {
  private readonly window: SortedWindow;

  constructor(readonly length: number) {
    super('median', [length]);
    this.window = new SortedWindow(length);
  }

  get ready(): boolean {
    return this.window.ready;
  }

  get value(): number {
    return this.ready ? this.window.quantile(0.5) : NaN;
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.window.update(value);
    return this.value;
  }
}

export const median: Definition = {
  name: 'median',
  title: 'Median in a window',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { maximum: 10_000 })],
  outputs: [VALUE],
  formula: 'the middle one of n sorted values, or the mean of the two in the middle',
  source: 'Common statistics',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Median(numberOf(parameters, 'length')),
};
