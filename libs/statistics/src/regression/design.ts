import { checkLength, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';

/** Deterministic regressors: none, a constant, and besides it a linear, or a linear and a quadratic trend. */
export type Trend = 'none' | 'constant' | 'trend' | 'quadratic';

const TRENDS: readonly Trend[] = ['none', 'constant', 'trend', 'quadratic'];

/** Number of columns; throws STATISTICS_RANGE for anything else, as code without types may bring it. */
export function trendTerms(trend: Trend, allowed: readonly Trend[] = TRENDS): number {
  if (allowed.includes(trend)) return TRENDS.indexOf(trend);
  throw new StatisticsError('STATISTICS_RANGE', `trend is one of ${allowed.join(', ')}: ${trend}`, { trend });
}

/** The columns 1, t, t^2 for t = 1 ... length. */
export function trendColumns(trend: Trend, length: number): Float64Array[] {
  return Array.from({ length: trendTerms(trend) }, (_, power) =>
    Float64Array.from({ length }, (_unused, i) => (i + 1) ** power),
  );
}

/** `y` and its regressors: finite, of one length, and at least one row more than coefficients. */
export function checkRegression(y: Series, regressors: readonly Series[], constants: number): void {
  if (regressors.length + constants === 0)
    throw new StatisticsError('STATISTICS_SHAPE', 'a regression needs a regressor or a constant');
  checkSeries('y', y, regressors.length + constants + 1);
  regressors.forEach((x, i) => {
    checkLength(`regressors[${i}]`, x, y.length);
    checkSeries(`regressors[${i}]`, x);
  });
}
