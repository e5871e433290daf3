import { centred } from './window.js';

/**
 * Mean and population variance of the last `length` values of a series, as `RollingMoments` has them; NaN until there are as
 * many. `values` must be finite.
 */
export function movingMoments(
  values: Float64Array,
  length: number,
  means: Float64Array,
  variances: Float64Array,
): void {
  const count = values.length;
  means.fill(NaN, 0, length - 1);
  variances.fill(NaN, 0, length - 1);
  let reference = values[0];
  let sum = 0;
  let squares = 0;
  for (let from = 0; from < count; from += length) {
    const end = Math.min(from + length, count);
    if (from === 0) {
      for (let i = 0; i < end; i++) {
        const shifted = values[i] - reference;
        sum += shifted;
        squares += shifted * shifted;
      }
    } else {
      for (let i = from; i < end; i++) {
        const oldest = values[i - length] - reference;
        const newest = values[i] - reference;
        sum = sum - oldest + newest;
        squares = squares - oldest * oldest + newest * newest;
        means[i] = reference + sum / length;
        variances[i] = centred(squares, sum, length) / length;
      }
    }
    if (end < from + length) return;
    reference += sum / length;
    sum = 0;
    squares = 0;
    for (let i = from; i < end; i++) {
      const shifted = values[i] - reference;
      sum += shifted;
      squares += shifted * shifted;
    }
    means[end - 1] = reference + sum / length;
    variances[end - 1] = centred(squares, sum, length) / length;
  }
}
