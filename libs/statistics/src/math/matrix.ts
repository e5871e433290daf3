import type { Rows, Series } from '../check.js';

/** A small dense matrix, row by row in one array. */
export class Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly data = new Float64Array(rows * columns),
  ) {}

  static ofRows(rows: Rows): Matrix {
    const matrix = new Matrix(rows.length, rows[0].length);
    rows.forEach((row, i) => matrix.data.set(row, i * matrix.columns));
    return matrix;
  }

  static ofColumns(columns: readonly Series[]): Matrix {
    const matrix = new Matrix(columns[0].length, columns.length);
    columns.forEach((column, j) => {
      for (let i = 0; i < matrix.rows; i++) matrix.set(i, j, column[i]);
    });
    return matrix;
  }

  static identity(size: number): Matrix {
    const matrix = new Matrix(size, size);
    for (let i = 0; i < size; i++) matrix.set(i, i, 1);
    return matrix;
  }

  at(row: number, column: number): number {
    return this.data[row * this.columns + column];
  }

  set(row: number, column: number, value: number): void {
    this.data[row * this.columns + column] = value;
  }

  column(j: number): Float64Array {
    return Float64Array.from({ length: this.rows }, (_, i) => this.at(i, j));
  }

  /** A view of the row, not a copy. */
  row(i: number): Float64Array {
    return this.data.subarray(i * this.columns, (i + 1) * this.columns);
  }

  copy(): Matrix {
    return new Matrix(this.rows, this.columns, this.data.slice());
  }

  transpose(): Matrix {
    const result = new Matrix(this.columns, this.rows);
    for (let i = 0; i < this.rows; i++) for (let j = 0; j < this.columns; j++) result.set(j, i, this.at(i, j));
    return result;
  }

  times(other: Matrix): Matrix {
    const result = new Matrix(this.rows, other.columns);
    for (let i = 0; i < this.rows; i++)
      for (let k = 0; k < this.columns; k++) {
        const factor = this.at(i, k);
        for (let j = 0; j < other.columns; j++) result.data[i * other.columns + j] += factor * other.at(k, j);
      }
    return result;
  }

  timesVector(vector: Series): Float64Array {
    return Float64Array.from({ length: this.rows }, (_, i) => dot(this.row(i), vector));
  }

  /** The rows as plain arrays, for results that people print. */
  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.row(i)));
  }
}

export function dot(a: Series, b: Series): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
