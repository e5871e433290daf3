const SQRT_2_PI = Math.sqrt(2 * Math.PI);

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2_PI;
}

/**
 * Probability that a standard normal variable is at most x, to 1e-14 relative in the left tail. Near the middle by the series of
 * Marsaglia, Evaluating the Normal Distribution, Journal of Statistical Software 11 (2004); in the tails by Laplace's continued
 * fraction (Abramowitz and Stegun 26.2.14).
 */
export function normalCdf(x: number): number {
  if (x > 0) return 1 - leftTail(-x);
  return leftTail(x);
}

function leftTail(x: number): number {
  if (x < -40) return 0;
  return x < -2.5 ? normalDensity(x) / millsDenominator(-x) : 0.5 + normalDensity(x) * series(x);
}

/** x + x^3/3 + x^5/(3 5) + ..., terms of one sign. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; k < 200 && Math.abs(term) > Math.abs(sum) * 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + ...))), from the inside out: 160 levels are exact from 2.5 on. */
function millsDenominator(x: number): number {
  let fraction = x;
  for (let k = 160; k > 0; k--) fraction = x + k / fraction;
  return fraction;
}
