import { checkLength, checkSeries, type Rows, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { cholesky } from '../math/cholesky.js';
import { dot, Matrix } from '../math/matrix.js';

export interface Covariance {
  readonly matrix: Matrix;
  /** Its Cholesky factor. */
  readonly lower: Matrix;
}

/** More assets would make every call take seconds. */
const MOST_ASSETS = 1024;

/**
 * A symmetric and positive definite matrix of 1 to 1024 assets. Throws STATISTICS_SHAPE, STATISTICS_NOT_FINITE,
 * STATISTICS_NOT_POSITIVE.
 */
export function checkCovariance(rows: Rows): Covariance {
  if (rows.length < 1 || rows.length > MOST_ASSETS)
    throw new StatisticsError(
      'STATISTICS_SHAPE',
      `a covariance of ${rows.length} assets instead of 1 to ${MOST_ASSETS}`,
    );
  rows.forEach((row, i) => {
    checkLength(`covariance[${i}]`, row, rows.length);
    checkSeries(`covariance[${i}]`, row);
  });
  const matrix = Matrix.ofRows(rows);
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < i; j++)
      if (Math.abs(rows[i][j] - rows[j][i]) > 1e-10 * Math.sqrt(Math.abs(rows[i][i] * rows[j][j])))
        throw new StatisticsError(
          'STATISTICS_NOT_POSITIVE',
          `the covariance of ${i} and ${j} is not that of ${j} and ${i}`,
          {
            row: i,
            column: j,
          },
        );
  return { matrix, lower: cholesky(matrix, 'the covariance') };
}

/** One finite number for each asset. */
export function checkAssets(name: string, values: Series, { matrix }: Covariance): Float64Array {
  checkLength(name, values, matrix.rows);
  checkSeries(name, values);
  return Float64Array.from(values);
}

export function deviationOf({ matrix }: Covariance, weights: Float64Array): number {
  return Math.sqrt(Math.max(0, dot(weights, matrix.timesVector(weights))));
}
