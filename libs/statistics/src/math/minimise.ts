import { dot, Matrix } from './matrix.js';

/** A function at a point, with its gradient there; not finite where there is none. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface Minimum extends Slope {
  readonly at: Float64Array;
  /** False when the bound of iterations was reached first. */
  readonly settled: boolean;
}

const MAX_ITERATIONS = 500;
const MAX_HALVINGS = 50;

/**
 * A minimum near `start` by the method of Broyden, Fletcher, Goldfarb and Shanno with a step that is halved until the function
 * falls enough (Nocedal and Wright, Numerical Optimization (2006), algorithms 3.1 and 6.1). It ends where the gradient is below
 * `tolerance`, or no step along it gains anything any more.
 */
export function minimise(slopeAt: (x: Float64Array) => Slope, start: Float64Array, tolerance: number): Minimum {
  let at = start;
  let here = slopeAt(at);
  let inverse = Matrix.identity(start.length);
  let fresh = true;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    if (here.gradient.every((value) => Math.abs(value) < tolerance)) return { ...here, at, settled: true };
    const direction = inverse.timesVector(here.gradient).map((value) => -value);
    const next = step(slopeAt, at, here, direction);
    if (next === undefined) {
      // What was learnt of the curvature may be wrong here: once more along the gradient itself, then it is flat.
      if (fresh) return { ...here, at, settled: true };
      inverse = Matrix.identity(start.length);
      fresh = true;
      continue;
    }
    inverse = updated(inverse, difference(next.at, at), difference(next.gradient, here.gradient), fresh);
    fresh = false;
    at = next.at;
    here = next;
  }
  return { ...here, at, settled: false };
}

function step(
  slopeAt: (x: Float64Array) => Slope,
  at: Float64Array,
  here: Slope,
  direction: Float64Array,
): (Slope & { readonly at: Float64Array }) | undefined {
  const falling = dot(here.gradient, direction);
  if (!(falling < 0)) return undefined;
  let size = 1 / Math.max(1, Math.hypot(...direction));
  for (let i = 0; i < MAX_HALVINGS; i++, size /= 2) {
    const there = at.map((value, k) => value + size * direction[k]);
    const slope = slopeAt(there);
    if (slope.value <= here.value + 1e-4 * size * falling) return { ...slope, at: there };
  }
  return undefined;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}

/** (I - rho s y') H (I - rho y s') + rho s s', left as it is where the curvature along the step is not positive. */
function updated(inverse: Matrix, s: Float64Array, y: Float64Array, fresh: boolean): Matrix {
  const curvature = dot(s, y);
  if (!(curvature > 1e-14 * Math.hypot(...s) * Math.hypot(...y))) return inverse;
  const scale = fresh ? curvature / dot(y, y) : 1;
  const from = new Matrix(
    inverse.rows,
    inverse.columns,
    inverse.data.map((value) => value * scale),
  );
  const left = Matrix.identity(s.length);
  s.forEach((a, i) => y.forEach((b, j) => left.set(i, j, left.at(i, j) - (a * b) / curvature)));
  const next = left.times(from).times(left.transpose());
  s.forEach((a, i) => s.forEach((b, j) => next.set(i, j, next.at(i, j) + (a * b) / curvature)));
  return next;
}
