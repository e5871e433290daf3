/** Distance of `value` from `wanted` in units of the machine precision, relative to `wanted`; 0 for the same value. */
export function ulps(value: number, wanted: number): number {
  return Object.is(value, wanted) ? 0 : Math.abs(value - wanted) / (Math.abs(wanted) * Number.EPSILON);
}
