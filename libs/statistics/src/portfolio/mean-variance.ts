import { checkAbove, checkCount, checkNumber, type Rows, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { dot } from '../math/matrix.js';
import { solveQuadratic } from '../math/quadratic-program.js';
import { checkBounds, constraintsOf, withinBounds, type Bounds, type WeightBounds } from './bounds.js';
import { checkAssets, checkCovariance, deviationOf, type Covariance } from './covariance.js';

export interface Portfolio {
  /** One of each asset; they sum to the budget. */
  readonly weights: Float64Array;
  readonly expectedReturn: number;
  /** Standard deviation of the return. */
  readonly deviation: number;
}

/**
 * The weights of the least variance within their bounds (Markowitz, Journal of Finance 7 (1952)), by a dual active set method, exact
 * to rounding. Throws STATISTICS_SHAPE, STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_NOT_POSITIVE, STATISTICS_INFEASIBLE.
 */
export function minimumVariance(covariance: Rows, bounds: WeightBounds = {}): Omit<Portfolio, 'expectedReturn'> {
  const checked = checkCovariance(covariance);
  const weights = leastVariance(checked, checkBounds(bounds, covariance.length));
  return { weights, deviation: deviationOf(checked, weights) };
}

/**
 * The weights that maximise expected return - riskAversion / 2 x variance within their bounds; an aversion of 1 is the growth of
 * Kelly. Throws as minimumVariance.
 */
export function meanVariance(
  covariance: Rows,
  expectedReturns: Series,
  { riskAversion, ...bounds }: WeightBounds & { readonly riskAversion: number },
): Portfolio {
  const checked = checkCovariance(covariance);
  const expected = checkAssets('expectedReturns', expectedReturns, checked);
  checkAbove('riskAversion', riskAversion);
  const limits = checkBounds(bounds, covariance.length);
  const linear = expected.map((value) => value / riskAversion);
  return portfolioOf(
    checked,
    expected,
    withinBounds(solveQuadratic(checked.lower, linear, constraintsOf(limits)), limits),
  );
}

/**
 * The weights of the least variance whose expected return is `targetReturn`, within their bounds. Throws as minimumVariance;
 * STATISTICS_INFEASIBLE too for a return that they do not reach.
 */
export function minimumVarianceFor(
  covariance: Rows,
  expectedReturns: Series,
  { targetReturn, ...bounds }: WeightBounds & { readonly targetReturn: number },
): Portfolio {
  const checked = checkCovariance(covariance);
  const expected = checkAssets('expectedReturns', expectedReturns, checked);
  const limits = checkBounds(bounds, covariance.length);
  return portfolioOf(
    checked,
    expected,
    leastVarianceFor(checked, expected, checkNumber('targetReturn', targetReturn), limits),
  );
}

/**
 * `points` portfolios (2 to 1000) of the efficient frontier, their returns evenly apart from that of the least variance to the most
 * that the bounds allow; one where both are the same. Throws as minimumVariance; STATISTICS_RANGE too where a bound is infinite, as
 * the frontier has no end then.
 */
export function efficientFrontier(
  covariance: Rows,
  expectedReturns: Series,
  { points, ...bounds }: WeightBounds & { readonly points: number },
): Portfolio[] {
  const checked = checkCovariance(covariance);
  const expected = checkAssets('expectedReturns', expectedReturns, checked);
  checkCount('points', points, 2, 1000);
  const limits = checkBounds(bounds, covariance.length);
  for (const side of ['lower', 'upper'] as const)
    limits[side].forEach((value, i) => checkNumber(`${side}[${i}]`, value));
  const first = portfolioOf(checked, expected, leastVariance(checked, limits));
  const last = portfolioOf(checked, expected, mostReturn(checked, expected, limits));
  const span = last.expectedReturn - first.expectedReturn;
  if (!(span > 1e-12 * Math.max(...expected.map(Math.abs)))) return [first];
  const between = Array.from({ length: points - 2 }, (_, i) => {
    const target = first.expectedReturn + (span * (i + 1)) / (points - 1);
    return portfolioOf(checked, expected, leastVarianceFor(checked, expected, target, limits));
  });
  return [first, ...between, last];
}

function leastVariance({ lower, matrix }: Covariance, bounds: Bounds): Float64Array {
  return withinBounds(solveQuadratic(lower, new Float64Array(matrix.rows), constraintsOf(bounds)), bounds);
}

function leastVarianceFor({ lower }: Covariance, expected: Float64Array, target: number, bounds: Bounds): Float64Array {
  // In units of the largest return: constraints are met to a tolerance of weights.
  const scale = Math.max(...expected.map(Math.abs));
  if (scale === 0) {
    if (target !== 0) throw new StatisticsError('STATISTICS_INFEASIBLE', 'every expected return is zero');
    return withinBounds(solveQuadratic(lower, new Float64Array(expected.length), constraintsOf(bounds)), bounds);
  }
  const wanted = { normal: expected.map((value) => value / scale), bound: target / scale, equality: true };
  const constraints = [wanted, ...constraintsOf(bounds)];
  return withinBounds(solveQuadratic(lower, new Float64Array(expected.length), constraints), bounds);
}

/** The best assets as far as their bounds go; among those of the last return that is needed, the least variance. */
function mostReturn(covariance: Covariance, expected: Float64Array, bounds: Bounds): Float64Array {
  const order = Array.from(expected, (_, i) => i).sort((i, j) => expected[j] - expected[i]);
  let left = bounds.budget - bounds.lower.reduce((a, b) => a + b, 0);
  let last = expected[order[0]];
  for (const i of order) {
    last = expected[i];
    left -= bounds.upper[i] - bounds.lower[i];
    if (left <= 0) break;
  }
  return leastVariance(covariance, {
    budget: bounds.budget,
    lower: bounds.lower.map((value, i) => (expected[i] > last ? bounds.upper[i] : value)),
    upper: bounds.upper.map((value, i) => (expected[i] < last ? bounds.lower[i] : value)),
  });
}

function portfolioOf(covariance: Covariance, expected: Float64Array, weights: Float64Array): Portfolio {
  return { weights, expectedReturn: dot(expected, weights), deviation: deviationOf(covariance, weights) };
}
