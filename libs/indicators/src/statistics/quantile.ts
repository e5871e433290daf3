import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { SortedWindow } from '../rolling/sorted-window.js';

/** The value below which a share of the last `length` values lies, interpolated between neighbours. */
export class Quantile extends Indicator {
  private readonly window: SortedWindow;

  constructor(
    readonly length: number,
    readonly share: number,
  ) {
    super('quantile', [length, share]);
    this.window = new SortedWindow(length);
  }

  get ready(): boolean {
    return this.window.ready;
  }

  get value(): number {
    return this.ready ? this.window.quantile(this.share) : NaN;
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.window.update(value);
    return this.value;
  }
}

export const quantile: Definition = {
  name: 'quantile',
  title: 'Quantile in a window',
  group: 'statistics',
  inputs: ['value'],
  parameters: [
    length(20, { maximum: 10_000 }),
    { name: 'share', title: 'share below it', kind: 'number', minimum: 0, maximum: 1, default: 0.9 },
  ],
  outputs: [VALUE],
  formula: 'between the sorted values at floor and ceil of q (n - 1), from 0, in proportion',
  source: 'R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages (1996), definition 7',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Quantile(numberOf(parameters, 'length'), numberOf(parameters, 'share')),
};
