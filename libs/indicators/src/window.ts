/** Largest window: 2^24 values of 8 bytes are 128 MB. */
const MAX_WINDOW = 2 ** 24;

/** Checks a window length once, at construction, so that updates need no check. */
export function checkWindow(length: number, minimum = 1): number {
  if (Number.isInteger(length) && length >= minimum && length <= MAX_WINDOW) return length;
  throw new RangeError(`window must be an integer from ${minimum} to ${MAX_WINDOW}: ${length}`);
}
