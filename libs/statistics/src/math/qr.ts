import { StatisticsError } from '../errors.js';
import { Matrix } from './matrix.js';
import type { Series } from '../check.js';

/** Share of a column's length below which what the columns before it leave of it is rounding. */
const RANK_TOLERANCE = 1e-12;

/**
 * Householder factors of a matrix with at least as many rows as columns, A = QR, and Q'y of one right-hand side (Golub and Van
 * Loan, Matrix Computations, 5.2.2 and 5.3.2). Least squares without squaring the condition of A. As columns are taken in
 * order, the factors of the first k columns are those of the whole: `residualSquares` tells the fit of each.
 */
export interface Factored {
  /** Upper triangle of size columns x columns. */
  readonly r: Matrix;
  /** Q'y, as long as A has rows. */
  readonly qy: Float64Array;
}

/** Throws STATISTICS_SINGULAR when a column depends on those before it. */
export function factor(matrix: Matrix, y: Series): Factored {
  const { rows, columns } = matrix;
  // Columns are contiguous here: all loops run along them.
  const a = matrix.transpose();
  const qy = Float64Array.from(y);
  for (let k = 0; k < columns; k++) {
    const v = a.row(k).subarray(k);
    const whole = norm(a.row(k), 0);
    const length = norm(v, 0);
    if (!(length > whole * RANK_TOLERANCE)) throw dependent(k);
    const head = v[0] > 0 ? -length : length;
    // v / (length of v) is the reflection; its head becomes the diagonal of R, its tail is not needed any more.
    v[0] -= head;
    const scale = 2 / squares(v);
    for (let j = k + 1; j < columns; j++) reflect(a.row(j).subarray(k), v, scale);
    reflect(qy.subarray(k), v, scale);
    v[0] = head;
  }
  const r = new Matrix(columns, columns);
  for (let i = 0; i < columns; i++) for (let j = i; j < columns; j++) r.set(i, j, a.data[j * rows + i]);
  return { r, qy };
}

function reflect(target: Float64Array, v: Float64Array, scale: number): void {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * target[i];
  sum *= scale;
  for (let i = 0; i < v.length; i++) target[i] -= sum * v[i];
}

function squares(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i];
  return sum;
}

function norm(v: Float64Array, from: number): number {
  return Math.sqrt(squares(from === 0 ? v : v.subarray(from)));
}

function dependent(column: number): StatisticsError {
  return new StatisticsError(
    'STATISTICS_SINGULAR',
    `column ${column} is a combination of those before it, or zero: its coefficient is not determined`,
    { column },
  );
}

/** Solves R x = b for the first `size` columns of R. */
export function backSubstitute(r: Matrix, b: Series, size = r.columns): Float64Array {
  const x = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < size; j++) sum -= r.at(i, j) * x[j];
    x[i] = sum / r.at(i, i);
  }
  return x;
}

/** Sum of squared residuals of the fit by the first `size` columns. */
export function residualSquares({ qy }: Factored, size: number): number {
  return squares(qy.subarray(size));
}

/** (A'A)^-1 = R^-1 R^-T: the covariance of the coefficients for residuals of variance 1. */
export function inverseOfSquare(r: Matrix): Matrix {
  const size = r.columns;
  const inverse = new Matrix(size, size);
  const unit = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit.fill(0);
    unit[j] = 1;
    backSubstitute(r, unit).forEach((value, i) => inverse.set(i, j, value));
  }
  return inverse.times(inverse.transpose());
}
