/** From the highest to the lowest of a bar and the close before it. */
export const trueRangeOf = (high: number, low: number, before: number): number =>
  (before > high ? before : high) - (before < low ? before : low);
