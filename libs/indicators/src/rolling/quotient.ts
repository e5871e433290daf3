/** Share of the values that went into a sum below which what is left of it is rounding. */
const ROUNDING = 1e-13;

/**
 * part / whole, or `otherwise` where whole is 0 or only what rounding leaves of a sum of values about as large as `scale`:
 * in a flat market both are such remainders, and their quotient would be anything.
 */
export function quotient(part: number, whole: number, scale: number, otherwise = 0): number {
  return Math.abs(whole) > ROUNDING * Math.abs(scale) ? part / whole : otherwise;
}
