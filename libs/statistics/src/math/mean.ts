import type { Series } from '../check.js';

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
