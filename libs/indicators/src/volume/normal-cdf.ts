/** Beyond it the tail is below the rounding of 1. */
const FAR = 8.3;

/** Standard normal distribution function, by the series of its density about 0; to about 1e-15. */
export function normalCdf(x: number): number {
  if (x >= FAR) return 1;
  if (x <= -FAR) return 0;
  let term = x;
  let sum = x;
  for (let k = 3; sum + term !== sum || k === 3; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}
