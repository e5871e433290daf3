import type { Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { Matrix } from './matrix.js';

/** Share of a diagonal element below which what is left of it is rounding, as in factor() squared. */
const RANK_TOLERANCE = 1e-14;

/**
 * Lower triangle L with LL' = A of a symmetric matrix, of which the lower half is read (Golub and Van Loan, Matrix Computations,
 * 4.2.5). Throws STATISTICS_NOT_POSITIVE when A is not positive definite.
 */
export function cholesky(matrix: Matrix, name: string): Matrix {
  const size = matrix.rows;
  const lower = new Matrix(size, size);
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix.at(i, j);
      for (let k = 0; k < j; k++) sum -= lower.at(i, k) * lower.at(j, k);
      if (i > j) lower.set(i, j, sum / lower.at(j, j));
      else if (sum > matrix.at(j, j) * RANK_TOLERANCE) lower.set(j, j, Math.sqrt(sum));
      else
        throw new StatisticsError('STATISTICS_NOT_POSITIVE', `${name} is not positive definite at row ${j}`, {
          name,
          row: j,
        });
    }
  }
  return lower;
}

/** Solves L x = b. */
export function solveLower(lower: Matrix, b: Series): Float64Array {
  const x = new Float64Array(lower.rows);
  for (let i = 0; i < lower.rows; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= lower.at(i, k) * x[k];
    x[i] = sum / lower.at(i, i);
  }
  return x;
}

/** Solves L'x = b. */
export function solveLowerTransposed(lower: Matrix, b: Series): Float64Array {
  const x = new Float64Array(lower.rows);
  for (let i = lower.rows - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < lower.rows; k++) sum -= lower.at(k, i) * x[k];
    x[i] = sum / lower.at(i, i);
  }
  return x;
}

/** Solves A x = b by the factor of A. */
export function solveCholesky(lower: Matrix, b: Series): Float64Array {
  return solveLowerTransposed(lower, solveLower(lower, b));
}
