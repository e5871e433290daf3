import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { SortedWindow } from '../rolling/sorted-window.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Spearman's correlation of the last `length` pairs, that of their ranks, equal values sharing the mean of theirs; NaN while
 * one of the series does not vary. O(length log length) an update.
 */
export class RankCorrelation extends Indicator {
  private readonly values: SortedWindow;
  private readonly others: SortedWindow;
  private result = NaN;

  constructor(readonly length: number) {
    super('rank-correlation', [length]);
    this.values = new SortedWindow(checkWindow(length, 3));
    this.others = new SortedWindow(length);
  }

  get ready(): boolean {
    return this.values.ready;
  }

  get value(): number {
    return this.result;
  }

  update(value: number, other: number): number {
    if (!Number.isFinite(value) || !Number.isFinite(other)) return this.value;
    this.values.update(value);
    this.others.update(other);
    if (this.ready) this.result = this.calculate();
    return this.result;
  }

  private calculate(): number {
    const mean = (this.length + 1) / 2;
    let products = 0;
    let squares = 0;
    let otherSquares = 0;
    for (let age = 0; age < this.length; age++) {
      const x = this.values.rank(this.values.back(age)) - mean;
      const y = this.others.rank(this.others.back(age)) - mean;
      products += x * y;
      squares += x * x;
      otherSquares += y * y;
    }
    // Multiples of 1/2 add up exactly: a series that does not vary has exactly 0.
    return products / Math.sqrt(squares * otherSquares);
  }
}

export const rankCorrelation: Definition = {
  name: 'rank-correlation',
  title: 'Rank correlation (Spearman)',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(20, { title: 'pairs in the window', minimum: 3 })],
  outputs: [VALUE],
  formula: 'correlation of the ranks of x and y over n pairs',
  source: 'C. Spearman (1904); LEAN Correlation',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new RankCorrelation(numberOf(parameters, 'length')),
};
