import { StatisticsError } from '../errors.js';
import { cholesky, solveLower, solveLowerTransposed } from './cholesky.js';
import { Matrix } from './matrix.js';

export interface Eigen {
  /** In descending order. */
  readonly values: Float64Array;
  /** Column j belongs to value j. */
  readonly vectors: Matrix;
}

/** Ten are plenty: convergence is quadratic. */
const MAX_SWEEPS = 60;

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix
 * Computations, 8.5.3). Each vector has its largest component positive, so that equal input gives equal signs.
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const a = matrix.copy();
  const size = a.rows;
  const vectors = Matrix.identity(size);
  const total = Math.hypot(...a.data);
  for (let sweep = 0; offDiagonal(a) > total * 1e-15; sweep++) {
    if (sweep === MAX_SWEEPS)
      throw new StatisticsError('STATISTICS_NO_CONVERGENCE', 'the eigenvalues did not settle', { sweeps: MAX_SWEEPS });
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  return sorted(a, vectors);
}

function offDiagonal(a: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < i; j++) sum += 2 * a.at(i, j) ** 2;
  return Math.sqrt(sum);
}

function rotate(a: Matrix, vectors: Matrix, p: number, q: number): void {
  const apq = a.at(p, q);
  if (apq === 0) return;
  const tau = (a.at(q, q) - a.at(p, p)) / (2 * apq);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  turnColumns(a, p, q, c, s);
  turnRows(a, p, q, c, s);
  a.set(p, q, 0);
  a.set(q, p, 0);
  turnColumns(vectors, p, q, c, s);
}

function turnColumns(a: Matrix, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < a.rows; i++) {
    const x = a.at(i, p);
    const y = a.at(i, q);
    a.set(i, p, c * x - s * y);
    a.set(i, q, s * x + c * y);
  }
}

function turnRows(a: Matrix, p: number, q: number, c: number, s: number): void {
  for (let j = 0; j < a.columns; j++) {
    const x = a.at(p, j);
    const y = a.at(q, j);
    a.set(p, j, c * x - s * y);
    a.set(q, j, s * x + c * y);
  }
}

function sorted(a: Matrix, vectors: Matrix): Eigen {
  const size = a.rows;
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a.at(j, j) - a.at(i, i));
  const arranged = new Matrix(size, size);
  order.forEach((from, to) => {
    const column = withSign(vectors.column(from));
    for (let i = 0; i < size; i++) arranged.set(i, to, column[i]);
  });
  return { values: Float64Array.from(order, (i) => a.at(i, i)), vectors: arranged };
}

function withSign(column: Float64Array): Float64Array {
  let largest = 0;
  for (const value of column) if (Math.abs(value) > Math.abs(largest) * (1 + 1e-9)) largest = value;
  return largest < 0 ? column.map((value) => -value) : column;
}

/**
 * Solves A v = lambda B v for symmetric A and positive definite B: with B = LL', the eigenvalues are those of L^-1 A L^-T, and
 * v = L^-T u, so that v'Bv = 1 (Golub and Van Loan, 8.7.2). Throws STATISTICS_NOT_POSITIVE.
 */
export function generalEigen(a: Matrix, b: Matrix, name: string): Eigen {
  const lower = cholesky(b, name);
  const size = a.rows;
  // L^-1 A L^-T, column by column: first X = L^-1 A, then L^-1 X'.
  const half = columnwise(a, (column) => solveLower(lower, column));
  const whole = columnwise(half.transpose(), (column) => solveLower(lower, column));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      const mean = (whole.at(i, j) + whole.at(j, i)) / 2;
      whole.set(i, j, mean);
      whole.set(j, i, mean);
    }
  const { values, vectors } = symmetricEigen(whole);
  return { values, vectors: columnwise(vectors, (column) => withSign(solveLowerTransposed(lower, column))) };
}

function columnwise(matrix: Matrix, map: (column: Float64Array) => Float64Array): Matrix {
  return Matrix.ofColumns(Array.from({ length: matrix.columns }, (_, j) => map(matrix.column(j))));
}
