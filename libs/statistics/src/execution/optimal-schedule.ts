import { checkAbove, checkCount, checkNumber } from '../check.js';

/** A position to be sold or bought; all in one unit of time, of price and of quantity. */
export interface ExecutionProblem {
  /** Above 0: what is traded has the same schedule on both sides. */
  readonly quantity: number;
  /** Time in which it has to be done, above 0. */
  readonly time: number;
  /** Slices of equal length, 1 to 100 000. */
  readonly intervals: number;
  /** Of the price, price over the square root of time; 0 or more. */
  readonly volatility: number;
  /** epsilon, what any unit costs at once: half the spread and fees, price; 0 unless given. */
  readonly fixedCost?: number;
  /** eta: price by which units trade worse for each unit of quantity over time; above half of permanentImpact x interval. */
  readonly temporaryImpact: number;
  /** gamma: price by which each unit traded moves the market for good; 0 unless given. */
  readonly permanentImpact?: number;
}

export interface ExecutionSchedule {
  /** Quantity of each interval, in order: they sum to the whole. */
  readonly slices: Float64Array;
  /** Left at the beginning and after each interval. */
  readonly holdings: Float64Array;
  /** Expected implementation shortfall, price x quantity. */
  readonly expectedCost: number;
  /** Standard deviation of the shortfall. */
  readonly deviation: number;
  /** kappa, one over time: the position falls by e in 1 / kappa, whatever the time allowed; 0 for equal slices. */
  readonly urgency: number;
}

/**
 * The schedule that minimises expected cost + riskAversion x variance of the cost, for linear impact and a price without drift
 * (Almgren and Chriss, Optimal execution of portfolio transactions, Journal of Risk 3 (2001), equations 14 to 20): equal slices
 * without risk aversion (0), the more at the beginning the higher it is (per unit of price x quantity). Throws STATISTICS_RANGE.
 */
export function optimalSchedule(problem: ExecutionProblem, riskAversion: number): ExecutionSchedule {
  const { quantity, intervals, tau, volatility, fixed, permanent, impact } = checked(problem);
  checkNumber('riskAversion', riskAversion, 0);
  // cosh(kappa tau) - 1; acosh by log1p, which keeps small ones.
  const excess = (riskAversion * volatility ** 2 * tau ** 2) / impact / 2;
  const rate = Math.log1p(excess + Math.sqrt(excess * (excess + 2)));
  const holdings = Float64Array.from(
    { length: intervals + 1 },
    (_, k) => quantity * share(rate, intervals - k, intervals),
  );
  const slices = Float64Array.from({ length: intervals }, (_, k) => holdings[k] - holdings[k + 1]);
  const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
  return {
    slices,
    holdings,
    expectedCost: (permanent * quantity ** 2) / 2 + fixed * quantity + (impact * squares(slices)) / tau,
    deviation: volatility * Math.sqrt(tau * squares(holdings.subarray(1))),
    urgency: rate / tau,
  };
}

/** Schedules for risk aversions in any order: from the cheapest to the surest they are the frontier of cost and deviation. */
export function executionFrontier(problem: ExecutionProblem, riskAversions: readonly number[]): ExecutionSchedule[] {
  return riskAversions.map((riskAversion) => optimalSchedule(problem, riskAversion));
}

function checked(problem: ExecutionProblem) {
  const { quantity, time, intervals, volatility, fixedCost = 0, temporaryImpact, permanentImpact = 0 } = problem;
  checkCount('intervals', intervals, 1, 100_000);
  const tau = checkAbove('time', time) / intervals;
  const permanent = checkNumber('permanentImpact', permanentImpact, 0);
  // What trading moves for good in an interval is borne by half of it.
  const impact = checkAbove('temporaryImpact', temporaryImpact, (permanent * tau) / 2) - (permanent * tau) / 2;
  return {
    quantity: checkAbove('quantity', quantity),
    intervals,
    tau,
    volatility: checkNumber('volatility', volatility, 0),
    fixed: checkNumber('fixedCost', fixedCost, 0),
    permanent,
    impact,
  };
}

/** sinh(rate k) / sinh(rate n) for k from 0 to n, without overflow; k / n at rate 0. */
function share(rate: number, k: number, n: number): number {
  if (k === n) return 1;
  if (rate * n < 1e-9) return k / n;
  return (Math.exp(rate * (k - n)) * Math.expm1(-2 * rate * k)) / Math.expm1(-2 * rate * n);
}
