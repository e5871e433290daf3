const BASIS = 10_000;

/** floor(amount * bps / 10^4), exact: the product alone could leave the safe range. */
export function basisPoints(amount: number, bps: number): number {
  const whole = Math.floor(amount / BASIS);
  return whole * bps + Math.floor(((amount - whole * BASIS) * bps) / BASIS);
}

/** As basisPoints, rounded up: what is asked of a trader. */
export function basisPointsUp(amount: number, bps: number): number {
  const whole = Math.floor(amount / BASIS);
  return whole * bps + Math.ceil(((amount - whole * BASIS) * bps) / BASIS);
}
