import { checkLength, checkNumber, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import type { Constraint } from '../math/quadratic-program.js';

export interface WeightBounds {
  /** Least weight, of all or of each asset: 0 unless given; -Infinity for none. */
  readonly lower?: number | Series;
  /** Most weight, of all or of each asset: 1 unless given; Infinity for none. */
  readonly upper?: number | Series;
  /** Sum of the weights; 1 unless given. */
  readonly budget?: number;
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
}

/** Throws STATISTICS_SHAPE, STATISTICS_RANGE, and STATISTICS_INFEASIBLE where no weights meet them. */
export function checkBounds({ lower = 0, upper = 1, budget = 1 }: WeightBounds, size: number): Bounds {
  const bounds = {
    lower: each('lower', lower, size),
    upper: each('upper', upper, size),
    budget: checkNumber('budget', budget),
  };
  const crossed = bounds.lower.findIndex((value, i) => value > bounds.upper[i]);
  if (crossed >= 0)
    throw new StatisticsError('STATISTICS_INFEASIBLE', `the least weight of asset ${crossed} is above the most`, {
      asset: crossed,
    });
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  // Rounding of the sums themselves is no contradiction.
  const slack = 1e-12 * (1 + Math.abs(budget));
  if (sum(bounds.lower) > budget + slack || sum(bounds.upper) < budget - slack)
    throw new StatisticsError('STATISTICS_INFEASIBLE', `no weights within the bounds sum to ${budget}`, { budget });
  return bounds;
}

function each(name: string, value: number | Series, size: number): Float64Array {
  const values = typeof value === 'number' ? new Float64Array(size).fill(value) : Float64Array.from(value);
  checkLength(name, values, size);
  const bad = values.findIndex((one) => Number.isNaN(one) || one === (name === 'lower' ? Infinity : -Infinity));
  if (bad >= 0)
    throw new StatisticsError('STATISTICS_RANGE', `${name}[${bad}] is no bound: ${values[bad]}`, { asset: bad });
  return values;
}

/** The budget, and each bound; one equality where both bounds of an asset are the same. */
export function constraintsOf({ lower, upper, budget }: Bounds): Constraint[] {
  const size = lower.length;
  const unit = (i: number, sign: number) => Float64Array.from({ length: size }, (_, j) => (i === j ? sign : 0));
  const constraints: Constraint[] = [{ normal: new Float64Array(size).fill(1), bound: budget, equality: true }];
  for (let i = 0; i < size; i++) {
    if (lower[i] === upper[i]) {
      constraints.push({ normal: unit(i, 1), bound: lower[i], equality: true });
      continue;
    }
    if (lower[i] > -Infinity) constraints.push({ normal: unit(i, 1), bound: lower[i], equality: false });
    if (upper[i] < Infinity) constraints.push({ normal: unit(i, -1), bound: -upper[i], equality: false });
  }
  return constraints;
}

/** What rounding left outside is on the bound. */
export function withinBounds(weights: Float64Array, { lower, upper }: Bounds): Float64Array {
  return weights.map((value, i) => Math.min(upper[i], Math.max(lower[i], value)));
}
