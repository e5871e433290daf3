/** Weights of the central difference of eighth order, at 1 to 4 steps. */
const WEIGHTS = [4 / 5, -1 / 5, 4 / 105, -1 / 280];

/** Derivative of `f` at `x` by central differences of eighth order, step `h`. */
export function derivative(f: (x: number) => number, x: number, h: number): number {
  return WEIGHTS.reduce((sum, weight, at) => sum + weight * (f(x + (at + 1) * h) - f(x - (at + 1) * h)), 0) / h;
}

/** An axis of differentiation: index of the argument, step as a share of it, sign. */
export interface Axis {
  readonly argument: number;
  readonly step: number;
  readonly sign?: 1 | -1;
}

/** The mixed derivative of `f` along all `axes`, one after the other, at `point`. */
export function mixedDerivative(
  f: (...point: number[]) => number,
  point: readonly number[],
  axes: readonly Axis[],
): number {
  const [axis, ...rest] = axes;
  if (axis === undefined) return f(...point);
  const { argument, step, sign = 1 } = axis;
  const at = point[argument];
  const along = (x: number): number => mixedDerivative(f, point.with(argument, x), rest);
  return sign * derivative(along, at, step * Math.max(Math.abs(at), 0.05));
}
