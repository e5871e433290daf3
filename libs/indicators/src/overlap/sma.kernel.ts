import { numberOf, type Kernel } from '../core/definition.js';

/** Window by window, each of which ends with a sum of additions alone, as in Sma. */
export const smaKernel: Kernel = ([values], [means], parameters) => {
  const length = numberOf(parameters, 'length');
  const count = values.length;
  means.fill(NaN, 0, length - 1);
  let sum = 0;
  for (let from = 0; from < count; from += length) {
    const end = Math.min(from + length, count);
    let fresh = 0;
    for (let i = from; i < end; i++) {
      const value = values[i];
      fresh += value;
      if (from === 0) continue;
      sum += value - values[i - length];
      means[i] = sum / length;
    }
    if (end < from + length) return;
    sum = fresh;
    means[end - 1] = sum / length;
  }
};
