import { solveLinear } from './linear.js';

export interface LeastSquares {
  readonly solution: readonly number[];
  /** Sum of the squared residuals. */
  readonly cost: number;
}

const MAX_ROUNDS = 200;
const FIRST_DAMPING = 1e-3;
const MAX_DAMPING = 1e12;

/**
 * A local minimum of the sum of squared residuals from a start (K. Levenberg, D. Marquardt), with derivatives by central differences.
 * The same start gives the same answer. At most 200 rounds; it ends where a round gains less than `gain` of the cost.
 */
export function leastSquares(
  residuals: (point: readonly number[]) => readonly number[],
  start: readonly number[],
  gain = 1e-14,
): LeastSquares {
  let point = [...start];
  let errors = residuals(point);
  let cost = sumOfSquares(errors);
  let damping = FIRST_DAMPING;
  for (let round = 0; round < MAX_ROUNDS && cost > 0 && damping < MAX_DAMPING; round++) {
    const jacobian = jacobianOf(residuals, point);
    const before = cost;
    for (; damping < MAX_DAMPING; damping *= 4) {
      const step = dampedStep(jacobian, errors, damping);
      const next = step && point.map((value, i) => value - step[i]);
      const nextErrors = next && residuals(next);
      const nextCost = nextErrors ? sumOfSquares(nextErrors) : Infinity;
      // Also false for NaN: a step out of the domain is taken back.
      if (!(nextCost < cost)) continue;
      [point, errors, cost] = [next!, nextErrors!, nextCost];
      damping = Math.max(damping / 9, 1e-15);
      break;
    }
    if (before - cost <= gain * before) break;
  }
  return { solution: point, cost };
}

function sumOfSquares(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error * error, 0);
}

/** Columns of derivatives, one a parameter. */
function jacobianOf(
  residuals: (point: readonly number[]) => readonly number[],
  point: readonly number[],
): readonly (readonly number[])[] {
  return point.map((value, i) => {
    const bump = 1e-6 * Math.max(1, Math.abs(value));
    const up = residuals(point.with(i, value + bump));
    const down = residuals(point.with(i, value - bump));
    return up.map((error, row) => (error - down[row]) / (2 * bump));
  });
}

/** The step of the normal equations whose diagonal is raised by the damping. */
function dampedStep(
  jacobian: readonly (readonly number[])[],
  errors: readonly number[],
  damping: number,
): number[] | undefined {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  const normal = jacobian.map((left, row) =>
    jacobian.map((right, column) => dot(left, right) * (row === column ? 1 + damping : 1)),
  );
  // A parameter without any effect here would leave no pivot.
  normal.forEach((line, i) => (line[i] += 1e-300));
  return solveLinear(
    normal,
    jacobian.map((column) => dot(column, errors)),
  );
}
