import { numberOf, type Kernel } from '../core/definition.js';

/** Window by window, each of which ends with a sum of additions alone, as in Sma. */
export const smaKernel: Kernel = ([values], [means], parameters) => {
  const length = numberOf(parameters, 'length');
  const count = values.length;
  means.fill(NaN, 0, length - 1);
  if (count < length) return;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += values[i];
  means[length - 1] = sum / length;
  for (let from = length; from < count; from += length) {
    const end = Math.min(from + length, count);
    let fresh = 0;
    for (let i = from; i < end; i++) {
      const value = values[i];
      fresh += value;
      sum += value - values[i - length];
      means[i] = sum / length;
    }
    if (end < from + length) return;
    sum = fresh;
    means[end - 1] = sum / length;
  }
};
