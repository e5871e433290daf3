import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { quotient } from '../rolling/quotient.js';

/** Disparity index: distance of a value from its average in percent of the average; 0 where that is 0. */
export class DisparityIndex extends Indicator {
  private readonly average: Sma;
  private last = NaN;

  constructor(readonly length = 14) {
    super('disparity-index', [length]);
    this.average = new Sma(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.ready ? quotient(100 * (this.last - this.average.value), this.average.value, this.last) : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.last = value;
    this.average.update(value);
    return this.value;
  }
}

export const disparityIndex: Definition = {
  name: 'disparity-index',
  title: 'Disparity index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '100 (x - SMA(x, n)) / SMA(x, n)',
  source: 'S. Nison, Beyond Candlesticks (1994)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new DisparityIndex(numberOf(parameters, 'length')),
};
