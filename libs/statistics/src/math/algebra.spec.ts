import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cholesky, solveCholesky } from './cholesky.js';
import { Matrix } from './matrix.js';
import { backSubstitute, factor, inverseOfSquare, residualSquares } from './qr.js';
import { generalEigen, symmetricEigen } from './symmetric-eigen.js';

const element = fc.double({ min: -10, max: 10, noNaN: true });
const matrix = (rows: number, columns: number) =>
  fc
    .array(element, { minLength: rows * columns, maxLength: rows * columns })
    .map((values) => new Matrix(rows, columns, Float64Array.from(values)));
const square = fc.integer({ min: 1, max: 6 }).chain((size) => matrix(size, size));

/** A'A + I: symmetric and well inside the positive definite. */
function positive(a: Matrix): Matrix {
  const result = a.transpose().times(a);
  for (let i = 0; i < result.rows; i++) result.set(i, i, result.at(i, i) + 1);
  return result;
}

function largestDifference(a: Matrix, b: Matrix): number {
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i])), 0);
}

const diagonal = (values: Float64Array): Matrix => {
  const result = new Matrix(values.length, values.length);
  values.forEach((value, i) => result.set(i, i, value));
  return result;
};

describe('linear algebra', () => {
  it('Cholesky factors give the matrix back and solve it', () => {
    fc.assert(
      fc.property(square, (a) => {
        const whole = positive(a);
        const lower = cholesky(whole, 'a');
        expect(largestDifference(lower.times(lower.transpose()), whole)).toBeLessThan(1e-11);
        const b = Float64Array.from({ length: a.rows }, (_, i) => i - 1);
        const rest = whole.timesVector(solveCholesky(lower, b)).map((value, i) => value - b[i]);
        expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('a matrix that is not positive definite has none', () => {
    for (const rows of [
      [
        [1, 2],
        [2, 1],
      ],
      [[0]],
      [
        [1, 1],
        [1, 1],
      ],
      [[-1]],
    ])
      expect(() => cholesky(Matrix.ofRows(rows), 'a')).toThrow(
        expect.objectContaining({ code: 'STATISTICS_NOT_POSITIVE' }),
      );
  });

  it('eigenvectors are orthonormal, in descending order, and give the matrix back', () => {
    fc.assert(
      fc.property(square, (a) => {
        const whole = positive(a);
        const { values, vectors } = symmetricEigen(whole);
        expect(Array.from(values)).toEqual(Array.from(values).sort((x, y) => y - x));
        expect(largestDifference(vectors.transpose().times(vectors), Matrix.identity(a.rows))).toBeLessThan(1e-13);
        expect(largestDifference(vectors.times(diagonal(values)).times(vectors.transpose()), whole)).toBeLessThan(
          1e-11,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('the eigenvalues of a tridiagonal matrix are those of the textbook, 2 - 2 cos(k pi / (n + 1))', () => {
    const size = 12;
    const a = new Matrix(size, size);
    for (let i = 0; i < size; i++) {
      a.set(i, i, 2);
      if (i > 0) {
        a.set(i, i - 1, -1);
        a.set(i - 1, i, -1);
      }
    }
    symmetricEigen(a).values.forEach((value, i) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((size - i) * Math.PI) / (size + 1)), 13),
    );
  });

  it("generalised eigenvectors solve A v = lambda B v with v'Bv = 1", () => {
    fc.assert(
      fc.property(square, (a) => {
        const left = positive(a);
        const right = positive(a.transpose());
        const { values, vectors } = generalEigen(left, right, 'b');
        const difference = largestDifference(left.times(vectors), right.times(vectors).times(diagonal(values)));
        expect(difference).toBeLessThan(1e-9 * (1 + values[0]) * Math.max(...right.data.map(Math.abs)));
        expect(
          largestDifference(vectors.transpose().times(right).times(vectors), Matrix.identity(a.rows)),
        ).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('least squares leave residuals at right angles to every column, for any number of columns at once', () => {
    const tall = fc.integer({ min: 1, max: 4 }).chain((columns) => matrix(columns + 4, columns));
    fc.assert(
      fc.property(tall, (a) => {
        const y = Float64Array.from({ length: a.rows }, (_, i) => Math.sin(i * 3) * 5);
        const shifted = a.copy();
        // Far from dependent, whatever was drawn.
        for (let j = 0; j < a.columns; j++) shifted.set(j, j, a.at(j, j) + 100);
        const factors = factor(shifted, y);
        for (let size = 1; size <= a.columns; size++) {
          const x = backSubstitute(factors.r, factors.qy, size);
          const residuals = y.map((value, i) => value - x.reduce((sum, b, j) => sum + b * shifted.at(i, j), 0));
          for (let j = 0; j < size; j++) {
            const product = residuals.reduce((sum, value, i) => sum + value * shifted.at(i, j), 0);
            expect(Math.abs(product)).toBeLessThan(1e-10);
          }
          expect(residualSquares(factors, size)).toBeCloseTo(
            residuals.reduce((sum, value) => sum + value * value, 0),
            10,
          );
        }
        const product = inverseOfSquare(factors.r).times(shifted.transpose().times(shifted));
        expect(largestDifference(product, Matrix.identity(a.columns))).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('a column that depends on those before it is named', () => {
    const columns = [
      [1, 1, 1, 1],
      [1, 2, 3, 4],
      [3, 5, 7, 9],
    ];
    expect(() => factor(Matrix.ofColumns(columns), [1, 2, 3, 5])).toThrow(
      expect.objectContaining({ code: 'STATISTICS_SINGULAR', details: { column: 2 } }),
    );
    expect(() => factor(Matrix.ofColumns([[0, 0, 0]]), [1, 2, 3])).toThrow(/column 0/);
  });
});
