/** Largest window: 2^24 values of 8 bytes are 128 MB. */
const MAX_WINDOW = 2 ** 24;

/** Checks a window length once, at construction, so that updates need no check. */
export function checkWindow(length: number, minimum = 1): number {
  if (Number.isInteger(length) && length >= minimum && length <= MAX_WINDOW) return length;
  throw new RangeError(`window must be an integer from ${minimum} to ${MAX_WINDOW}: ${length}`);
}

/**
 * Share of a sum of squares below which its difference to the square of the sum is rounding, not variance: such a remainder
 * as a divisor would make a slope or z-score of any size.
 */
const ROUNDING = 1e-12;

/** A sum of squares about the mean, 0 where only rounding is left of it. */
export function centred(squares: number, sum: number, count: number): number {
  const remainder = squares - sum * (sum / count);
  return remainder > squares * ROUNDING ? remainder : 0;
}
