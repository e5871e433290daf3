import { monotoneConvex } from './monotone-convex.js';
import { intervalOf } from './nodes.js';

/**
 * A curve between its nodes, as y(t) = -ln discount(t) = (continuous zero rate) * t, for t from 0 to the last node.
 */
export interface LogDiscount {
  /** y(t). */
  value(t: number): number;
  /** Its slope y'(t): the instantaneous forward rate. From the left at the last node. */
  forward(t: number): number;
}

/**
 * | name | between the nodes |
 * |---|---|
 * | linear zero | the continuous zero rate is a straight line; flat before the first node |
 * | log-linear discount | the forward rate is constant |
 * | natural cubic | ln discount is a cubic spline without curvature at both ends: continuous forwards |
 * | monotone convex | Hagan and West (2006): continuous forwards, positive where all discrete forwards are |
 */
export type CurveInterpolation = 'linear zero' | 'log-linear discount' | 'natural cubic' | 'monotone convex';

/** Builds the interpolation over nodes; `times[0]` is 0 and `values[0]` is y(0) = 0. */
export type Interpolator = (times: Float64Array, values: Float64Array) => LogDiscount;

export const INTERPOLATORS: Readonly<Record<CurveInterpolation, Interpolator>> = {
  'linear zero': linearZero,
  'log-linear discount': logLinear,
  'natural cubic': naturalCubic,
  'monotone convex': monotoneConvex,
};

function linearZero(times: Float64Array, values: Float64Array): LogDiscount {
  const zeros = values.map((value, i) => (i === 0 ? values[1] / times[1] : value / times[i]));
  const slope = (i: number) => (zeros[i + 1] - zeros[i]) / (times[i + 1] - times[i]);
  return {
    value(t) {
      const i = intervalOf(times, t);
      return (zeros[i] + slope(i) * (t - times[i])) * t;
    },
    forward(t) {
      const i = intervalOf(times, t);
      return zeros[i] + slope(i) * (2 * t - times[i]);
    },
  };
}

function logLinear(times: Float64Array, values: Float64Array): LogDiscount {
  const slope = (i: number) => (values[i + 1] - values[i]) / (times[i + 1] - times[i]);
  return {
    value(t) {
      const i = intervalOf(times, t);
      return values[i] + slope(i) * (t - times[i]);
    },
    forward: (t) => slope(intervalOf(times, t)),
  };
}

function naturalCubic(times: Float64Array, values: Float64Array): LogDiscount {
  const curvatures = naturalCurvatures(times, values);
  return {
    value(t) {
      const i = intervalOf(times, t);
      const width = times[i + 1] - times[i];
      const right = (t - times[i]) / width;
      const left = 1 - right;
      const bend = (left ** 3 - left) * curvatures[i] + (right ** 3 - right) * curvatures[i + 1];
      return left * values[i] + right * values[i + 1] + (bend * width * width) / 6;
    },
    forward(t) {
      const i = intervalOf(times, t);
      const width = times[i + 1] - times[i];
      const right = (t - times[i]) / width;
      const left = 1 - right;
      const bend = (3 * right * right - 1) * curvatures[i + 1] - (3 * left * left - 1) * curvatures[i];
      return (values[i + 1] - values[i]) / width + (bend * width) / 6;
    },
  };
}

/** Second derivatives of the natural spline at its nodes: a tridiagonal system, by elimination. */
function naturalCurvatures(times: Float64Array, values: Float64Array): Float64Array {
  const n = times.length;
  const curvatures = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    const before = times[i] - times[i - 1];
    const after = times[i + 1] - times[i];
    const pivot = 2 * (before + after) - before * upper[i - 1];
    const bend = 6 * ((values[i + 1] - values[i]) / after - (values[i] - values[i - 1]) / before);
    upper[i] = after / pivot;
    curvatures[i] = (bend - before * curvatures[i - 1]) / pivot;
  }
  for (let i = n - 2; i > 0; i--) curvatures[i] -= upper[i] * curvatures[i + 1];
  return curvatures;
}
