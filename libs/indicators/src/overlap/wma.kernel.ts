import { numberOf, type Kernel } from '../core/definition.js';

/** Window by window, each of which ends with sums of additions alone, as in Wma. */
export const wmaKernel: Kernel = ([values], [means], parameters) => {
  const length = numberOf(parameters, 'length');
  const count = values.length;
  const weights = (length * (length + 1)) / 2;
  means.fill(NaN, 0, length - 1);
  if (count < length) return;
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < length; i++) {
    sum += values[i];
    weighted += (i + 1) * values[i];
  }
  means[length - 1] = weighted / weights;
  for (let from = length; from < count; from += length) {
    const end = Math.min(from + length, count);
    let freshSum = 0;
    let freshWeighted = 0;
    for (let i = from; i < end; i++) {
      const value = values[i];
      weighted += length * value - sum;
      sum += value - values[i - length];
      freshSum += value;
      freshWeighted += (i - from + 1) * value;
      means[i] = weighted / weights;
    }
    if (end < from + length) return;
    sum = freshSum;
    weighted = freshWeighted;
    means[end - 1] = weighted / weights;
  }
};
