import type { Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { isRounding } from '../math/mean.js';
import { checkRegression, trendColumns, trendTerms, type Trend } from '../regression/design.js';
import { fit } from '../regression/least-squares.js';
import { augmentedDickeyFuller, type LagChoice } from '../unit-root/dickey-fuller.js';
import { mackinnonCritical, mackinnonP, MOST_SERIES, type CriticalValues } from '../unit-root/mackinnon.js';

export interface EngleGrangerOptions {
  /** In the regression of the levels; `constant` unless given. */
  readonly trend?: Exclude<Trend, 'none'>;
  /** Of the test of the residuals, see LagChoice; `aic` unless given. */
  readonly lags?: LagChoice;
  readonly maxLags?: number;
}

export interface EngleGranger {
  /** Dickey-Fuller t of the residuals: the lower, the more cointegrated. */
  readonly statistic: number;
  readonly pValue: number;
  readonly criticalValues: CriticalValues;
  readonly lags: number;
  /** One of each regressor: the hedge ratios. */
  readonly coefficients: Float64Array;
  /** Of 1, t, t^2, as far as the trend goes. */
  readonly trendCoefficients: Float64Array;
  /** The spread: y less its fit. */
  readonly residuals: Float64Array;
}

/**
 * Test of the hypothesis that `y` and `regressors` (1 to 5), each integrated, are not cointegrated: least squares of the levels,
 * and a Dickey-Fuller test of their residuals (Engle and Granger, Econometrica 55 (1987)). p-values by MacKinnon (1994), critical
 * values by MacKinnon (2010). The answer depends on which series is called y. Throws STATISTICS_SHAPE, STATISTICS_TOO_SHORT,
 * STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_SINGULAR (a regressor that does not vary or repeats others, no residuals).
 */
export function engleGranger(
  y: Series,
  regressors: readonly Series[],
  { trend = 'constant', ...options }: EngleGrangerOptions = {},
): EngleGranger {
  const terms = trendTerms(trend, ['constant', 'trend', 'quadratic']);
  const series = regressors.length + 1;
  if (series < 2 || series > MOST_SERIES)
    throw new StatisticsError('STATISTICS_SHAPE', `the test takes 2 to ${MOST_SERIES} series, not ${series}`, {
      series,
    });
  checkRegression(y, regressors, terms);
  const { coefficients, residuals, residualSquares } = fit(y, [...trendColumns(trend, y.length), ...regressors], true);
  if (isRounding(residualSquares, y))
    throw new StatisticsError('STATISTICS_SINGULAR', 'y is a combination of the regressors: there is no spread');
  const { statistic, lags } = augmentedDickeyFuller(residuals, { trend: 'none', ...options });
  return {
    statistic,
    pValue: mackinnonP(statistic, trend, series),
    criticalValues: mackinnonCritical(trend, series, y.length - 1),
    lags,
    coefficients: coefficients.slice(terms),
    trendCoefficients: coefficients.slice(0, terms),
    residuals,
  };
}
