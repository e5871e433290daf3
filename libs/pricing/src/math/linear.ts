/** Solves a dense square system by elimination with row pivots; undefined where the matrix is singular. Changes nothing given. */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const n = right.length;
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i]));
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    // Also NaN, which a comparison would let pass.
    if (!(Math.abs(rows[pivot][column]) > 0)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    eliminateBelow(rows, column);
  }
  const solution = Array.from({ length: n }, () => 0);
  for (let row = n - 1; row >= 0; row--) {
    let rest = rows[row][n];
    for (let column = row + 1; column < n; column++) rest -= rows[row][column] * solution[column];
    solution[row] = rest / rows[row][row];
  }
  return solution.every(Number.isFinite) ? solution : undefined;
}

function eliminateBelow(rows: Float64Array[], column: number): void {
  const pivot = rows[column];
  for (let row = column + 1; row < rows.length; row++) {
    const factor = rows[row][column] / pivot[column];
    if (factor === 0) continue;
    for (let at = column; at < pivot.length; at++) rows[row][at] -= factor * pivot[at];
  }
}
