import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { PERIODS } from './annualised.js';
import { RangeVolatility } from './range-volatility.js';

/** From high and low, for prices that do not drift. As a fraction, a year. */
export class ParkinsonVolatility extends RangeVolatility {
  constructor(length: number, periods = 252) {
    super('parkinson-volatility', length, periods);
  }

  update(high: number, low: number): number {
    const range = Math.log(high / low);
    return this.add((range * range) / (4 * Math.LN2));
  }
}

export const parkinsonVolatility: Definition = {
  name: 'parkinson-volatility',
  title: 'Parkinson volatility',
  group: 'volatility',
  inputs: ['high', 'low'],
  parameters: [length(20), PERIODS],
  outputs: [VALUE],
  formula: 'sqrt(periods mean(ln(high / low)^2 / (4 ln 2)))',
  source: 'M. Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return (1980)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new ParkinsonVolatility(numberOf(parameters, 'length'), numberOf(parameters, 'periods')),
};
