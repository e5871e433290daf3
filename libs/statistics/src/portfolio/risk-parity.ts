import { checkPositive, type Rows, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { cholesky, solveCholesky } from '../math/cholesky.js';
import { dot, type Matrix } from '../math/matrix.js';
import { checkAssets, checkCovariance, deviationOf } from './covariance.js';

export interface RiskParity {
  /** Positive, with sum 1. */
  readonly weights: Float64Array;
  readonly deviation: number;
  /** What each asset adds to the deviation, weight x derivative: they sum to it, in proportion to their budgets. */
  readonly contributions: Float64Array;
}

const MAX_ITERATIONS = 200;
/** Shares of the risk are right to this when no step gains any more. */
const SETTLED = 1e-10;

/**
 * Long-only weights of which each adds its share of `budgets` (each above zero; equal ones unless given) to the risk (Maillard,
 * Roncalli and Teiletche, Journal of Portfolio Management 36 (2010)). They are the minimum of y'Cy / 2 - sum of budget ln y, which
 * is convex and unique, scaled to sum 1, found by damped Newton steps (Spinu, An algorithm for computing risk parity weights
 * (2013)). Throws STATISTICS_SHAPE, STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_NOT_POSITIVE.
 */
export function riskParity(covariance: Rows, { budgets }: { readonly budgets?: Series } = {}): RiskParity {
  const checked = checkCovariance(covariance);
  const shares = checkAssets('budgets', budgets ?? new Float64Array(covariance.length).fill(1), checked);
  checkPositive('budgets', shares);
  const total = shares.reduce((a, b) => a + b, 0);
  const y = minimum(
    checked.matrix,
    shares.map((share) => share / total),
  );
  const sum = y.reduce((a, b) => a + b, 0);
  const weights = y.map((value) => value / sum);
  const deviation = deviationOf(checked, weights);
  const slopes = checked.matrix.timesVector(weights);
  return { weights, deviation, contributions: weights.map((value, i) => (value * slopes[i]) / deviation) };
}

function minimum(matrix: Matrix, shares: Float64Array): Float64Array {
  const offAt = (y: Float64Array): Float64Array => {
    const product = matrix.timesVector(y);
    // Zero where each y (Cy) is its share.
    return shares.map((share, i) => share - y[i] * product[i]);
  };
  const objective = (y: Float64Array): number =>
    dot(y, matrix.timesVector(y)) / 2 - shares.reduce((sum, share, i) => sum + share * Math.log(y[i]), 0);
  let y: Float64Array = shares.map((share, i) => Math.sqrt(share / matrix.at(i, i)));
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    const off = offAt(y);
    const direction = newton(matrix, shares, y, off);
    const [here, error] = [objective(y), largest(off)];
    // Near the minimum the objective is flat to rounding, while the contributions still gain.
    const falls = (there: Float64Array) => error > SETTLED && objective(there) < here;
    const gains = (there: Float64Array) =>
      there.every((value) => value > 0) && (falls(there) || largest(offAt(there)) < error);
    const next = halved(y, direction, gains);
    if (next !== undefined) y = next;
    else if (error <= SETTLED) return y;
    else break;
  }
  throw new StatisticsError('STATISTICS_NO_CONVERGENCE', 'the risk contributions did not settle');
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The longest of steps that halve which gains. */
function halved(
  y: Float64Array,
  direction: Float64Array,
  gains: (there: Float64Array) => boolean,
): Float64Array | undefined {
  for (let size = 1; size > 1e-12; size /= 2) {
    const there = y.map((value, i) => value + size * direction[i]);
    if (gains(there)) return there;
  }
  return undefined;
}

function newton(matrix: Matrix, shares: Float64Array, y: Float64Array, off: Float64Array): Float64Array {
  const hessian = matrix.copy();
  shares.forEach((share, i) => hessian.set(i, i, hessian.at(i, i) + share / y[i] ** 2));
  return solveCholesky(
    cholesky(hessian, 'the curvature'),
    off.map((value, i) => value / y[i]),
  );
}
