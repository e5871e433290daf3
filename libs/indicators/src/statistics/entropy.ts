import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { checkWindow } from '../rolling/window.js';
import { WindowStatistic } from './window-statistic.js';

/**
 * Shannon entropy in bits of how the last `length` values spread over `bins` equal ranges between the smallest and the largest
 * of them: 0 when all are the same, log2(bins) when each range has as many.
 */
export class Entropy extends WindowStatistic {
  private readonly counts: Float64Array;

  constructor(
    length: number,
    readonly bins = 8,
  ) {
    super('entropy', length, [length, bins], 2);
    this.counts = new Float64Array(checkWindow(bins, 2));
  }

  protected calculate(): number {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < this.length; i++) {
      low = Math.min(low, this.ring[i]);
      high = Math.max(high, this.ring[i]);
    }
    if (low === high) return 0;
    this.counts.fill(0);
    for (let i = 0; i < this.length; i++) {
      const bin = Math.floor(((this.ring[i] - low) / (high - low)) * this.bins);
      this.counts[Math.min(bin, this.bins - 1)] += 1;
    }
    let bits = 0;
    for (let k = 0; k < this.bins; k++) {
      const share = this.counts[k] / this.length;
      if (share > 0) bits -= share * Math.log2(share);
    }
    return bits;
  }
}

export const entropy: Definition = {
  name: 'entropy',
  title: 'Shannon entropy',
  group: 'statistics',
  inputs: ['value'],
  parameters: [
    length(50, { minimum: 2 }),
    { name: 'bins', title: 'equal ranges', kind: 'integer', minimum: 2, maximum: 1_000, default: 8 },
  ],
  outputs: [VALUE],
  formula: '-sum of p log2 p, p the share of n values in each of k equal ranges from min to max',
  source: 'C. E. Shannon, A Mathematical Theory of Communication (1948)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Entropy(numberOf(parameters, 'length'), numberOf(parameters, 'bins')),
};
