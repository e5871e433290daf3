import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { WindowStatistic } from './window-statistic.js';

/** Population skewness of the last `length` values; NaN while they do not vary. */
export class Skewness extends WindowStatistic {
  constructor(length: number) {
    super('skewness', length, [length], 3);
  }

  protected calculate(): number {
    if (this.isFlat()) return NaN;
    const mean = this.mean();
    let squares = 0;
    let cubes = 0;
    for (let i = 0; i < this.length; i++) {
      const distance = this.ring[i] - mean;
      squares += distance * distance;
      cubes += distance * distance * distance;
    }
    const variance = squares / this.length;
    return cubes / this.length / (variance * Math.sqrt(variance));
  }
}

export const skewness: Definition = {
  name: 'skewness',
  title: 'Skewness',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(30, { minimum: 3 })],
  outputs: [VALUE],
  formula: 'm3 / m2^(3/2), mk = sum of (x - mean)^k over n values / n',
  source: 'K. Pearson (1895)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Skewness(numberOf(parameters, 'length')),
};
