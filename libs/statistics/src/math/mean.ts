import type { Series } from '../check.js';
import { dot } from './matrix.js';

export function mean(series: Series): number {
  let sum = 0;
  for (let i = 0; i < series.length; i++) sum += series[i];
  return sum / series.length;
}

/** Sum of squares about the mean. */
export function squaresAboutMean(series: Series): number {
  const centre = mean(series);
  let sum = 0;
  for (let i = 0; i < series.length; i++) sum += (series[i] - centre) ** 2;
  return sum;
}

/** Whether a sum of squared residuals of `series` is no more than what rounding leaves of none. */
export function isRounding(squares: number, series: Series): boolean {
  return !(squares > 1e-24 * dot(series, series));
}
