import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { PERIODS } from './annualised.js';
import { RangeVolatility } from './range-volatility.js';

/** From the whole bar, for prices that neither drift nor jump between bars. As a fraction, a year. */
export class GarmanKlassVolatility extends RangeVolatility {
  constructor(length: number, periods = 252) {
    super('garman-klass-volatility', length, periods);
  }

  update(open: number, high: number, low: number, close: number): number {
    const range = Math.log(high / low);
    const body = Math.log(close / open);
    return this.add(0.5 * range * range - (2 * Math.LN2 - 1) * body * body);
  }
}

export const garmanKlassVolatility: Definition = {
  name: 'garman-klass-volatility',
  title: 'Garman-Klass volatility',
  group: 'volatility',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(20), PERIODS],
  outputs: [VALUE],
  formula: 'sqrt(periods mean(ln(high / low)^2 / 2 - (2 ln 2 - 1) ln(close / open)^2))',
  source: 'M. B. Garman, M. J. Klass, On the Estimation of Security Price Volatilities from Historical Data (1980)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new GarmanKlassVolatility(numberOf(parameters, 'length'), numberOf(parameters, 'periods')),
};
