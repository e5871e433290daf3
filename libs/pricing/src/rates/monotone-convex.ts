import type { LogDiscount } from './interpolation.js';
import { intervalOf } from './nodes.js';

/** What the forward deviates from the discrete forward of its interval, and the integral of that, over x from 0 to 1. */
interface Deviation {
  at(x: number): number;
  upTo(x: number): number;
}

/**
 * The monotone convex method: P. Hagan and G. West, "Interpolation Methods for Curve Construction", Applied Mathematical
 * Finance 13 (2006), section 6. Forwards are continuous, reproduce every node, and stay positive where all
 * discrete forwards are positive.
 */
export function monotoneConvex(times: Float64Array, values: Float64Array): LogDiscount {
  const discrete = discreteForwards(times, values);
  const forwards = nodeForwards(times, discrete);
  const deviations = Array.from(discrete, (level, i) => deviation(forwards[i] - level, forwards[i + 1] - level));
  const at = (t: number): [number, number, number] => {
    const i = intervalOf(times, t);
    const width = times[i + 1] - times[i];
    return [i, (t - times[i]) / width, width];
  };
  return {
    value(t) {
      const [i, x, width] = at(t);
      return values[i] + (discrete[i] * x + deviations[i].upTo(x)) * width;
    },
    forward(t) {
      const [i, x] = at(t);
      return discrete[i] + deviations[i].at(x);
    },
  };
}

/** The constant forward of each interval. */
function discreteForwards(times: Float64Array, values: Float64Array): Float64Array {
  const forwards = new Float64Array(times.length - 1);
  for (let i = 0; i < forwards.length; i++) forwards[i] = (values[i + 1] - values[i]) / (times[i + 1] - times[i]);
  return forwards;
}

/** Forwards at the nodes, held between 0 and twice the discrete forwards beside them where all of those are positive. */
function nodeForwards(times: Float64Array, discrete: Float64Array): Float64Array {
  const n = discrete.length;
  const forwards = new Float64Array(n + 1);
  for (let i = 1; i < n; i++) {
    const before = times[i] - times[i - 1];
    const after = times[i + 1] - times[i];
    forwards[i] = (before * discrete[i] + after * discrete[i - 1]) / (before + after);
  }
  if (n === 1) return forwards.fill(discrete[0]);
  forwards[0] = discrete[0] - 0.5 * (forwards[1] - discrete[0]);
  forwards[n] = discrete[n - 1] - 0.5 * (forwards[n - 1] - discrete[n - 1]);
  if (discrete.every((forward) => forward > 0)) {
    forwards[0] = within(forwards[0], 2 * discrete[0]);
    for (let i = 1; i < n; i++) forwards[i] = within(forwards[i], 2 * Math.min(discrete[i - 1], discrete[i]));
    forwards[n] = within(forwards[n], 2 * discrete[n - 1]);
  }
  return forwards;
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** The four shapes of section 6.3, by the deviations at both ends. */
function deviation(left: number, right: number): Deviation {
  if (left === 0 || right === 0 || left * right > 0) return sameSide(left, right);
  const ratio = -right / left;
  if (ratio > 2) return flatThenBent(left, right);
  if (ratio < 0.5) return bentThenFlat(left, right);
  return {
    at: (x) => left * (1 - 4 * x + 3 * x * x) + right * (-2 * x + 3 * x * x),
    upTo: (x) => left * (x - 2 * x * x + x ** 3) + right * (-x * x + x ** 3),
  };
}

function flatThenBent(left: number, right: number): Deviation {
  const knee = (right + 2 * left) / (right - left);
  const bend = (x: number) => Math.max(x - knee, 0) / (1 - knee);
  return {
    at: (x) => left + (right - left) * bend(x) ** 2,
    upTo: (x) => left * x + ((right - left) * (1 - knee) * bend(x) ** 3) / 3,
  };
}

function bentThenFlat(left: number, right: number): Deviation {
  const knee = (3 * right) / (right - left);
  const bend = (x: number) => Math.max(knee - x, 0) / knee;
  return {
    at: (x) => right + (left - right) * bend(x) ** 2,
    upTo: (x) => right * x + ((left - right) * knee * (1 - bend(x) ** 3)) / 3,
  };
}

function sameSide(left: number, right: number): Deviation {
  if (left === 0 && right === 0) return { at: () => 0, upTo: () => 0 };
  const knee = right / (left + right);
  const level = (-left * right) / (left + right);
  const before = (x: number) => (knee > 0 ? Math.max(knee - x, 0) / knee : 0);
  const after = (x: number) => (knee < 1 ? Math.max(x - knee, 0) / (1 - knee) : 0);
  return {
    at: (x) => level + (left - level) * before(x) ** 2 + (right - level) * after(x) ** 2,
    upTo: (x) =>
      level * x +
      ((left - level) * knee * (1 - before(x) ** 3)) / 3 +
      ((right - level) * (1 - knee) * after(x) ** 3) / 3,
  };
}
