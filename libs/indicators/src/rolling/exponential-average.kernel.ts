import { ExponentialAverage } from './exponential-average.js';

/** An `ExponentialAverage` of whole series; NaN until it is known. `values` must be finite. */
export function smooth(values: Float64Array, averages: Float64Array, alpha: number, seeds: number): void {
  const average = new ExponentialAverage(alpha, seeds);
  const begun = Math.min(seeds, values.length);
  for (let i = 0; i < begun; i++) averages[i] = average.update(values[i]);
  let state = average.value;
  for (let i = begun; i < values.length; i++) {
    state += alpha * (values[i] - state);
    averages[i] = state;
  }
}
