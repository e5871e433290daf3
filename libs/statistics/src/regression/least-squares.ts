import type { Series } from '../check.js';
import { fisherUpper, studentTwoSided } from '../math/distributions.js';
import { dot, Matrix } from '../math/matrix.js';
import { squaresAboutMean } from '../math/mean.js';
import { backSubstitute, factor, inverseOfSquare, residualSquares } from '../math/qr.js';
import { checkRegression, trendColumns } from './design.js';

export interface LeastSquares {
  /** The constant first, if there is one, then one of each regressor. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Coefficient over standard error; infinite where the fit is exact. */
  readonly tStatistics: Float64Array;
  /** Two-sided, by Student's t. */
  readonly pValues: Float64Array;
  /** Of the coefficients. */
  readonly covariance: number[][];
  readonly residuals: Float64Array;
  /** Sum of their squares. */
  readonly residualSquares: number;
  /** Standard deviation of the errors, sqrt(residual squares / degrees of freedom). */
  readonly residualDeviation: number;
  /** Observations less coefficients. */
  readonly degreesOfFreedom: number;
  /** About the mean with a constant, about zero without; NaN when y does not vary. */
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** That all coefficients but the constant are zero; NaN without a regressor. */
  readonly fStatistic: number;
  readonly fPValue: number;
  /** 0 to 4, about 2 without serial correlation (Durbin and Watson 1950); NaN for an exact fit. */
  readonly durbinWatson: number;
  /** Of normal errors, at its maximum; infinite for an exact fit, and so are aic and bic. */
  readonly logLikelihood: number;
  /** 2k - 2 logLikelihood, k coefficients. */
  readonly aic: number;
  /** k ln n - 2 logLikelihood. */
  readonly bic: number;
}

/**
 * Ordinary least squares of `y` on `regressors`, by Householder factors (Greene, Econometric Analysis, chapters 3 to 5).
 * Standard errors are those of independent errors of one variance. Throws STATISTICS_TOO_SHORT (fewer than one row more than
 * coefficients), STATISTICS_NOT_FINITE, STATISTICS_SHAPE, STATISTICS_SINGULAR (collinear regressors).
 */
export function leastSquares(
  y: Series,
  regressors: readonly Series[],
  { constant = true }: { readonly constant?: boolean } = {},
): LeastSquares {
  checkRegression(y, regressors, constant ? 1 : 0);
  return fit(y, [...trendColumns(constant ? 'constant' : 'none', y.length), ...regressors], constant);
}

/** The fit of checked columns; with `constant`, a constant is among them. */
export function fit(y: Series, columns: readonly Series[], constant: boolean): LeastSquares {
  const count = y.length;
  const size = columns.length;
  const factors = factor(Matrix.ofColumns(columns), y);
  const coefficients = backSubstitute(factors.r, factors.qy);
  const residuals = Float64Array.from({ length: count }, (_, i) =>
    columns.reduce((rest, column, j) => rest - coefficients[j] * column[i], y[i]),
  );
  const unexplained = residualSquares(factors, size);
  const degreesOfFreedom = count - size;
  const variance = unexplained / degreesOfFreedom;
  const inverse = inverseOfSquare(factors.r);
  const standardErrors = coefficients.map((_, i) => Math.sqrt(variance * inverse.at(i, i)));
  const tStatistics = coefficients.map((value, i) => value / standardErrors[i]);
  const total = constant ? squaresAboutMean(y) : dot(y, y);
  const rSquared = total > 0 ? 1 - unexplained / total : NaN;
  const tested = size - (constant ? 1 : 0);
  const fStatistic = tested > 0 ? (total - unexplained) / tested / variance : NaN;
  const logLikelihood = (-count / 2) * (Math.log((2 * Math.PI * unexplained) / count) + 1);
  return {
    coefficients,
    standardErrors,
    tStatistics,
    pValues: tStatistics.map((t) => (t === Infinity || t === -Infinity ? 0 : studentTwoSided(t, degreesOfFreedom))),
    covariance: inverse.toRows().map((row) => row.map((value) => value * variance)),
    residuals,
    residualSquares: unexplained,
    residualDeviation: Math.sqrt(variance),
    degreesOfFreedom,
    rSquared,
    adjustedRSquared: 1 - ((1 - rSquared) * (count - (constant ? 1 : 0))) / degreesOfFreedom,
    fStatistic,
    fPValue: fStatistic === Infinity ? 0 : fisherUpper(fStatistic, tested, degreesOfFreedom),
    durbinWatson: durbinWatson(residuals),
    logLikelihood,
    aic: 2 * size - 2 * logLikelihood,
    bic: Math.log(count) * size - 2 * logLikelihood,
  };
}

/** Sum of squared changes of the residuals over the sum of their squares; NaN when all are zero. */
export function durbinWatson(residuals: Series): number {
  let changes = 0;
  let squares = 0;
  for (let i = 0; i < residuals.length; i++) {
    if (i > 0) changes += (residuals[i] - residuals[i - 1]) ** 2;
    squares += residuals[i] ** 2;
  }
  return changes / squares;
}
