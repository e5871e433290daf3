import { checkSeries, type Series } from '../check.js';
import { leastSquares, type LeastSquares } from '../regression/least-squares.js';

/** The change from each value to the next on the value. */
export function changesOnLevels(series: Series): LeastSquares {
  checkSeries('series', series, 4);
  const length = series.length - 1;
  const changes = Float64Array.from({ length }, (_, i) => series[i + 1] - series[i]);
  return leastSquares(changes, [Float64Array.from({ length }, (_, i) => series[i])]);
}

/**
 * Steps in which half of a deviation from the mean is expected to be gone, -ln 2 / lambda of the regression change = constant +
 * lambda x level (Chan, Algorithmic Trading (2013), chapter 2); Infinity where it does not return. It treats the steps as
 * infinitely short: see ornsteinUhlenbeck for what is quick beside them. Throws STATISTICS_TOO_SHORT, STATISTICS_NOT_FINITE,
 * STATISTICS_SINGULAR (a series that does not vary).
 */
export function halfLife(series: Series): number {
  const lambda = changesOnLevels(series).coefficients[1];
  return lambda < 0 ? -Math.LN2 / lambda : Infinity;
}
