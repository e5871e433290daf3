import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { checkWindow } from '../rolling/window.js';
import { WindowStatistic } from './window-statistic.js';

/** Autocorrelation of the last `length` values at a lag; NaN while they do not vary, 0 for a lag not below `length`. */
export class Autocorrelation extends WindowStatistic {
  constructor(
    length: number,
    readonly lag = 1,
  ) {
    super('autocorrelation', length, [length, lag], 3);
    checkWindow(lag);
  }

  protected calculate(): number {
    if (this.isFlat()) return NaN;
    const mean = this.mean();
    let squares = 0;
    let products = 0;
    // From the oldest on, and beside it the one that comes `lag` later.
    let at = this.oldest;
    let ahead = (this.oldest + this.lag) % this.length;
    for (let i = 0; i < this.length; i++) {
      const distance = this.ring[at] - mean;
      squares += distance * distance;
      if (i + this.lag < this.length) products += distance * (this.ring[ahead] - mean);
      at = at + 1 === this.length ? 0 : at + 1;
      ahead = ahead + 1 === this.length ? 0 : ahead + 1;
    }
    return products / squares;
  }
}

export const autocorrelation: Definition = {
  name: 'autocorrelation',
  title: 'Autocorrelation',
  group: 'statistics',
  inputs: ['value'],
  parameters: [
    length(50, { minimum: 3 }),
    { name: 'lag', title: 'values apart', kind: 'integer', minimum: 1, maximum: 100_000, default: 1 },
  ],
  outputs: [VALUE],
  formula: 'sum of (x[i] - mean) (x[i-k] - mean) / sum of (x[i] - mean)^2, over n values',
  source: 'G. E. P. Box, G. M. Jenkins, Time Series Analysis (1970)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Autocorrelation(numberOf(parameters, 'length'), numberOf(parameters, 'lag')),
};
