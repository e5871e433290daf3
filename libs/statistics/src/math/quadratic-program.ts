import { StatisticsError } from '../errors.js';
import { cholesky, solveCholesky, solveLower, solveLowerTransposed } from './cholesky.js';
import { dot, Matrix } from './matrix.js';
import { backSubstitute, factor } from './qr.js';

/** normal x >= bound, or = bound. */
export interface Constraint {
  readonly normal: Float64Array;
  readonly bound: number;
  readonly equality: boolean;
}

interface Active {
  /** Its place in the constraints. */
  readonly index: number;
  readonly equality: boolean;
  /** L^-1 normal; of the normal turned about where an equality was approached from above. */
  readonly column: Float64Array;
  readonly bound: number;
  multiplier: number;
}

/** A constraint that is broken by less is met. */
const TOLERANCE = 1e-12;

/**
 * The x that minimises x'Qx / 2 - linear x under the constraints, for Q = LL' positive definite: the dual active set method of
 * Goldfarb and Idnani, Mathematical Programming 27 (1983). It starts at the free minimum and takes up the constraint that is
 * broken most, until none is; equalities come first. Its steps are written as least squares in the columns L^-1 normal. Throws
 * STATISTICS_INFEASIBLE, and STATISTICS_NO_CONVERGENCE beyond a bound that only a fault could reach.
 */
export function solveQuadratic(lower: Matrix, linear: Float64Array, constraints: readonly Constraint[]): Float64Array {
  const free = solveCholesky(lower, linear);
  let x = free;
  const active: Active[] = [];
  const met = new Set<number>();
  for (let i = 0; i < 20 * (constraints.length + 10); i++) {
    const broken = mostBroken(x, constraints, active, met);
    if (broken === undefined) return polished(lower, free, constraints, active);
    x = takeUp(lower, x, broken, active, met);
  }
  throw new StatisticsError('STATISTICS_NO_CONVERGENCE', 'the bounds that hold did not settle');
}

interface Broken {
  readonly index: number;
  readonly equality: boolean;
  readonly normal: Float64Array;
  readonly bound: number;
}

function mostBroken(
  x: Float64Array,
  constraints: readonly Constraint[],
  active: readonly Active[],
  met: ReadonlySet<number>,
): Broken | undefined {
  let worst: Broken | undefined;
  let least = 0;
  for (const [index, { normal, bound, equality }] of constraints.entries()) {
    if (met.has(index) || active.some((one) => one.index === index)) continue;
    const slack = dot(normal, x) - bound;
    if (equality) {
      const turn = slack > 0;
      return { index, equality, normal: turn ? normal.map((value) => -value) : normal, bound: turn ? -bound : bound };
    }
    const scaled = slack / (1 + Math.abs(bound));
    if (scaled < -TOLERANCE && scaled < least) {
      least = scaled;
      worst = { index, equality, normal, bound };
    }
  }
  return worst;
}

/** Moves x until `broken` is met, giving up inequalities that hold it back. */
function takeUp(lower: Matrix, start: Float64Array, broken: Broken, active: Active[], met: Set<number>): Float64Array {
  const { index, equality, normal, bound } = broken;
  const column = solveLower(lower, normal);
  let x = start;
  let multiplier = 0;
  for (;;) {
    const { weights, rest } = projected(active, column);
    const length = dot(rest, rest);
    const slack = dot(normal, x) - bound;
    const dependent = length <= 1e-20 * dot(column, column);
    if (equality && dependent && Math.abs(slack) <= TOLERANCE * (1 + Math.abs(bound))) {
      met.add(index);
      return x;
    }
    const [blocking, dual] = firstToGo(active, weights);
    const primal = dependent ? Infinity : -slack / length;
    const step = Math.min(dual, primal);
    if (step === Infinity) throw new StatisticsError('STATISTICS_INFEASIBLE', 'no weights meet all the bounds');
    active.forEach((one, k) => (one.multiplier -= step * weights[k]));
    multiplier += step;
    if (!dependent) {
      const direction = solveLowerTransposed(lower, rest);
      x = x.map((value, k) => value + step * direction[k]);
    }
    if (primal <= dual) {
      active.push({ index, equality, column, bound, multiplier });
      return x;
    }
    active.splice(blocking, 1);
  }
}

/** Least squares of `column` on the active ones, and what they leave of it. */
function projected(active: readonly Active[], column: Float64Array) {
  if (active.length === 0) return { weights: new Float64Array(0), rest: column };
  const { r, qy } = factor(Matrix.ofColumns(active.map((one) => one.column)), column);
  const weights = backSubstitute(r, qy);
  const rest = column.map((value, i) => active.reduce((left, one, k) => left - weights[k] * one.column[i], value));
  return { weights, rest };
}

/** The inequality whose multiplier is the first to reach zero, and the step at which it does. */
function firstToGo(active: readonly Active[], weights: Float64Array): [number, number] {
  let blocking = -1;
  let least = Infinity;
  active.forEach(({ equality, multiplier }, k) => {
    if (equality || !(weights[k] > 0) || multiplier / weights[k] >= least) return;
    blocking = k;
    least = multiplier / weights[k];
  });
  return [blocking, least];
}

/** The minimum on the active constraints, from the free one at once: without what many steps have rounded. */
function polished(
  lower: Matrix,
  free: Float64Array,
  constraints: readonly Constraint[],
  active: readonly Active[],
): Float64Array {
  if (active.length === 0) return free;
  const columns = Matrix.ofColumns(active.map((one) => one.column));
  const start = lower.transpose().timesVector(free);
  const missing = active.map(({ column, bound }) => bound - dot(column, start));
  const gram = columns.transpose().times(columns);
  const multipliers = solveCholesky(cholesky(gram, 'the active bounds'), missing);
  const shift = solveLowerTransposed(lower, columns.timesVector(multipliers));
  const x = free.map((value, i) => value + shift[i]);
  for (const { index } of active) pin(x, constraints[index]);
  return x;
}

/** Exactly on the bound where it is one of a single variable. */
function pin(x: Float64Array, { normal, bound }: Constraint): void {
  const at = normal.findIndex((value) => value !== 0);
  if (normal.every((value, i) => i === at || value === 0)) x[at] = bound / normal[at];
}
