import type { Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { cholesky, solveCholesky } from '../math/cholesky.js';
import { Matrix } from '../math/matrix.js';
import { garchLikelihood, PARAMETERS, type GarchPoint } from './garch-likelihood.js';

/** By mean, omega, alpha, beta; NaN for a mean that is not estimated, and for all where the maximum lies on a bound. */
export interface GarchErrors {
  /** By the inverse of the Hessian. */
  readonly standardErrors: Float64Array;
  /** That hold when the errors are not normal (Bollerslev and Wooldridge, Econometric Reviews 11 (1992)). */
  readonly robustErrors: Float64Array;
}

/** Errors of the parameters of scaled returns, in the units of the returns before they were scaled. */
export function garchErrors(returns: Series, point: GarchPoint, scale: number, free: boolean): GarchErrors {
  const from = free ? 0 : 1;
  const size = PARAMETERS - from;
  const units = [scale, scale ** 2, 1, 1];
  const inUnits = (variances: readonly number[]) =>
    Float64Array.from(units, (unit, k) => (k < from ? NaN : unit * Math.sqrt(variances[k - from])));
  const information = informationOf(returns, point, from);
  const inverse = inverseOf(information, size);
  if (inverse === undefined) {
    const unknown = new Float64Array(PARAMETERS).fill(NaN);
    return { standardErrors: unknown, robustErrors: unknown.slice() };
  }
  const { outerProducts } = garchLikelihood(returns, point);
  const outer = new Matrix(size, size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) outer.set(i, j, outerProducts[(i + from) * PARAMETERS + j + from]);
  const sandwich = inverse.times(outer).times(inverse);
  const diagonal = (matrix: Matrix) => Array.from({ length: size }, (_, i) => matrix.at(i, i));
  return { standardErrors: inUnits(diagonal(inverse)), robustErrors: inUnits(diagonal(sandwich)) };
}

/** The negative Hessian: central differences of the exact gradient. */
function informationOf(returns: Series, point: GarchPoint, from: number): Matrix {
  const names = ['mean', 'omega', 'alpha', 'beta'] as const;
  const size = PARAMETERS - from;
  const information = new Matrix(size, size);
  for (let i = 0; i < size; i++) {
    const name = names[i + from];
    const step = 1e-5 * Math.max(Math.abs(point[name]), name === 'mean' ? 1 : 0);
    const gradient = (sign: number) =>
      garchLikelihood(returns, { ...point, [name]: point[name] + sign * step }).gradient;
    const [above, below] = [gradient(1), gradient(-1)];
    for (let j = 0; j < size; j++) information.set(i, j, (below[j + from] - above[j + from]) / (2 * step));
  }
  return symmetric(information);
}

function symmetric(matrix: Matrix): Matrix {
  const turned = matrix.transpose();
  return new Matrix(
    matrix.rows,
    matrix.columns,
    matrix.data.map((value, i) => (value + turned.data[i]) / 2),
  );
}

/** Undefined where the likelihood does not bend down in every direction. */
function inverseOf(information: Matrix, size: number): Matrix | undefined {
  try {
    const lower = cholesky(information, 'the information matrix');
    return Matrix.ofColumns(Array.from({ length: size }, (_, i) => solveCholesky(lower, Matrix.identity(size).row(i))));
  } catch (error) {
    if (error instanceof StatisticsError && error.code === 'STATISTICS_NOT_POSITIVE') return undefined;
    throw error;
  }
}
