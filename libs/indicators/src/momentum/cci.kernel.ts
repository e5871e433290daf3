import { numberOf, type Kernel } from '../core/definition.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Of the last price, which is in the full window. */
export function cciOf(price: number, prices: RollingSum): number {
  const { mean, length } = prices;
  return quotient((price - mean) * length, 0.015 * prices.distances(mean), price * length);
}

export const cciKernel: Kernel = ([highs, lows, closes], [values], parameters) => {
  const prices = new RollingSum(numberOf(parameters, 'length'));
  let last = NaN;
  for (let i = 0; i < values.length; i++) {
    const price = (highs[i] + lows[i] + closes[i]) / 3;
    if (Number.isFinite(price)) {
      prices.update(price);
      if (prices.ready) last = cciOf(price, prices);
    }
    values[i] = last;
  }
};
