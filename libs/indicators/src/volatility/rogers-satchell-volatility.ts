import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { PERIODS } from './annualised.js';
import { RangeVolatility } from './range-volatility.js';

/** From the whole bar, whatever the drift, for prices that do not jump between bars. As a fraction, a year. */
export class RogersSatchellVolatility extends RangeVolatility {
  constructor(length: number, periods = 252) {
    super('rogers-satchell-volatility', length, periods);
  }

  update(open: number, high: number, low: number, close: number): number {
    const above = Math.log(high / close) * Math.log(high / open);
    return this.add(above + Math.log(low / close) * Math.log(low / open));
  }
}

export const rogersSatchellVolatility: Definition = {
  name: 'rogers-satchell-volatility',
  title: 'Rogers-Satchell volatility',
  group: 'volatility',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(20), PERIODS],
  outputs: [VALUE],
  formula: 'sqrt(periods mean(ln(high / close) ln(high / open) + ln(low / close) ln(low / open)))',
  source: 'L. C. G. Rogers, S. E. Satchell, Estimating Variance from High, Low and Closing Prices (1991)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new RogersSatchellVolatility(numberOf(parameters, 'length'), numberOf(parameters, 'periods')),
};
