import { numberOf, type Kernel } from '../core/definition.js';
import { priceRanges } from '../rolling/price-range.kernel.js';
import { quotient } from '../rolling/quotient.js';

export const williamsRKernel: Kernel = ([highs, lows, closes], [values], parameters) => {
  const length = numberOf(parameters, 'length');
  const lowest = new Float64Array(values.length);
  priceRanges(highs, lows, length, values, lowest);
  for (let i = length - 1; i < values.length; i++) {
    const highest = values[i];
    values[i] = quotient(100 * (closes[i] - highest), highest - lowest[i], highest);
  }
};
