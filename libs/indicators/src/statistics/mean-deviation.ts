import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { WindowStatistic } from './window-statistic.js';

/** Mean distance of the last `length` values from their mean. */
export class MeanDeviation extends WindowStatistic {
  constructor(length: number) {
    super('mean-deviation', length, [length], 1);
  }

  protected calculate(): number {
    const mean = this.mean();
    let sum = 0;
    for (let i = 0; i < this.length; i++) sum += Math.abs(this.ring[i] - mean);
    return sum / this.length;
  }
}

export const meanDeviation: Definition = {
  name: 'mean-deviation',
  title: 'Mean absolute deviation',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(20, { minimum: 1 })],
  outputs: [VALUE],
  formula: 'sum of |x - mean| over n values / n',
  source: 'TA-Lib AVGDEV, Tulip md',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new MeanDeviation(numberOf(parameters, 'length')),
};
