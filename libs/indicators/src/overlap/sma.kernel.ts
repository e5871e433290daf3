import { numberOf, type Kernel } from '../core/definition.js';

/** Window by window, each of which ends with a sum of additions alone, as in Sma. */
export const smaKernel: Kernel = ([values], [means], parameters) => {
  const length = numberOf(parameters, 'length');
  const count = values.length;
  means.fill(NaN, 0, Math.min(length - 1, count));
  let sum = 0;
  for (let i = 0; i < length && i < count; i++) sum += values[i];
  if (length <= count) means[length - 1] = sum / length;
  for (let from = length; from < count; from += length) {
    const last = Math.min(from + length, count) - 1;
    let fresh = 0;
    for (let i = from; i <= last; i++) {
      const value = values[i];
      sum += value - values[i - length];
      fresh += value;
      means[i] = sum / length;
    }
    if (last + 1 < from + length) return;
    sum = fresh;
    means[last] = sum / length;
  }
};
