import type { Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { Matrix } from '../math/matrix.js';
import { mean } from '../math/mean.js';
import { symmetricEigen } from '../math/symmetric-eigen.js';
import { checkRegression } from './design.js';

export interface OrthogonalFit {
  readonly intercept: number;
  /** One of each regressor; with one, the hedge ratio that does not depend on which leg is called y. */
  readonly coefficients: Float64Array;
  /** y - intercept - coefficients x, along y as those of least squares. */
  readonly residuals: Float64Array;
  /** Sum of squared distances from the plane. */
  readonly distanceSquares: number;
}

/**
 * Total least squares: the plane through the means with the least sum of squared distances at right angles to it (Golub and Van
 * Loan, An analysis of the total least squares problem, SIAM Journal on Numerical Analysis 17 (1980)). Its normal is the
 * eigenvector of the least eigenvalue of the scatter matrix. All variables are taken to have errors of the same size: scale them
 * first where they do not. Throws as leastSquares; STATISTICS_SINGULAR where the plane stands upright or is not unique.
 */
export function orthogonalRegression(y: Series, regressors: readonly Series[]): OrthogonalFit {
  checkRegression(y, regressors, 1);
  const columns = [...regressors, y];
  const means = columns.map(mean);
  const { values, vectors } = symmetricEigen(scatter(columns, means));
  const last = columns.length - 1;
  const normal = vectors.column(last);
  const alone = last === 0 || values[last - 1] - values[last] > values[0] * 1e-12;
  if (!alone || Math.abs(normal[last]) < 1e-12)
    throw new StatisticsError('STATISTICS_SINGULAR', 'the data have no single orthogonal regression of y');
  const coefficients = normal.subarray(0, last).map((value) => -value / normal[last]);
  const intercept = coefficients.reduce((rest, value, j) => rest - value * means[j], means[last]);
  return {
    intercept,
    coefficients,
    residuals: Float64Array.from({ length: y.length }, (_, i) =>
      coefficients.reduce((rest, value, j) => rest - value * regressors[j][i], y[i] - intercept),
    ),
    distanceSquares: Math.max(0, values[last]),
  };
}

/** Sums of products about the means. */
function scatter(columns: readonly Series[], means: readonly number[]): Matrix {
  const matrix = new Matrix(columns.length, columns.length);
  columns.forEach((a, i) => {
    columns.forEach((b, j) => {
      if (j > i) return;
      let sum = 0;
      for (let t = 0; t < a.length; t++) sum += (a[t] - means[i]) * (b[t] - means[j]);
      matrix.set(i, j, sum);
      matrix.set(j, i, sum);
    });
  });
  return matrix;
}
