import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { WindowStatistic } from './window-statistic.js';

/** Population kurtosis of the last `length` values above that of the normal distribution, 3; NaN while they do not vary. */
export class Kurtosis extends WindowStatistic {
  constructor(length: number) {
    super('kurtosis', length, [length], 4);
  }

  protected calculate(): number {
    if (this.isFlat()) return NaN;
    const mean = this.mean();
    let squares = 0;
    let fourths = 0;
    for (let i = 0; i < this.length; i++) {
      const square = (this.ring[i] - mean) ** 2;
      squares += square;
      fourths += square * square;
    }
    return (fourths * this.length) / (squares * squares) - 3;
  }
}

export const kurtosis: Definition = {
  name: 'kurtosis',
  title: 'Excess kurtosis',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(30, { minimum: 4 })],
  outputs: [VALUE],
  formula: 'm4 / m2^2 - 3, mk = sum of (x - mean)^k over n values / n',
  source: 'K. Pearson (1905)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Kurtosis(numberOf(parameters, 'length')),
};
