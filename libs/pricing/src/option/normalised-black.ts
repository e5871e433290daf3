import { INVERSE_SQRT_TWO_PI, scaledNormalTail, SQRT_TWO_PI } from '../math/normal.js';

// P. Jaeckel, "Let's be rational", Wilmott 2015(75): the price of a call in the forward's measure over the geometric mean
// of forward and strike depends on x = ln(F / K) and s = volatility sqrt(time) alone. With h = x / s, t = s / 2 and
// Y(z) = P(Z <= z) / density(z) it is density(h) exp(-t^2 / 2) (Y(h + t) - Y(h - t)); where that difference cancels,
// it is expanded.

/** Below this h, and this h + t, the difference is taken from the asymptotic series of Y. */
const FAR = -10;
/** Below this t it is taken from the Taylor series around h, to t^15. */
export const SMALL = 0.21;
/** Above this h + t the price is nearer to its largest value than to 0. */
const NEAR = 0.85;
/** Below this h the price is less than the smallest number there is. */
const NOTHING = -39;
const EXPANSION_TERMS = 30;

/**
 * exp(x / 2) P(Z <= x/s + s/2) - exp(-x / 2) P(Z <= x/s - s/2), the normalised price of a call out of the money: x <= 0,
 * s > 0. Relative error below 1e-13 for any x and s whose price is not denormal, some 1e-15 where the option is worth trading.
 */
export function normalisedBlack(x: number, s: number): number {
  const h = x / s;
  const t = 0.5 * s;
  if (h + t > NEAR) return Math.exp(0.5 * x) - normalisedComplement(x, s);
  if (h < NOTHING) return 0;
  const density = Math.exp(-0.5 * (h * h + t * t));
  if (h < FAR && h + t < FAR + SMALL) return INVERSE_SQRT_TWO_PI * density * s * asymptoticSlope(h, t);
  if (t < SMALL) return INVERSE_SQRT_TWO_PI * density * s * taylorSlope(h, t);
  return density * (scaledNormalTail(-h - t) - scaledNormalTail(t - h));
}

/** exp(x / 2) less the normalised price: what it lacks of the largest one, without cancellation where that is little. */
export function normalisedComplement(x: number, s: number): number {
  const h = x / s;
  const t = 0.5 * s;
  return Math.exp(-0.5 * (h * h + t * t)) * (scaledNormalTail(h + t) + scaledNormalTail(t - h));
}

/** (Y(h + t) - Y(h - t)) / 2t for |t| < 0.21, of either sign; at t = 0 its limit, the derivative. */
export function slopeNear(h: number, t: number): number {
  return h < FAR ? asymptoticSlope(h, t) : taylorSlope(h, t);
}

/** Derivative of the normalised price to s: positive, below 0.4; at s = 0 its limit. */
export function normalisedVega(x: number, s: number): number {
  if (x === 0) return INVERSE_SQRT_TWO_PI * Math.exp(-0.125 * s * s);
  const h = x / s;
  return INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * (h * h + 0.25 * s * s));
}

/**
 * (Y(h + t) - Y(h - t)) / 2t for h < -10: Y(z) = -sum (-1)^k (2k - 1)!! / z^(2k + 1). The differences of the powers follow from
 * each other by sums of positive terms, so nothing cancels.
 */
function asymptoticSlope(h: number, t: number): number {
  const far = h - t;
  const near = h + t;
  const product = far * near;
  const farSquare = 1 / (far * far);
  const nearSquare = 1 / (near * near);
  const squares = (2 * h) / (product * product);
  let difference = 1 / product;
  let power = 1 / near;
  let factor = 1;
  let sum = difference;
  for (let k = 1; k <= EXPANSION_TERMS; k++) {
    difference = farSquare * difference + squares * power;
    power *= nearSquare;
    factor *= 1 - 2 * k;
    const term = factor * difference;
    sum += term;
    if (Math.abs(term) < 1e-17 * sum) break;
  }
  return sum;
}

/** The same for small t, from the odd derivatives of Y at h: Y' = 1 + h Y, then Y(n + 1) = h Y(n) + n Y(n - 1). */
function taylorSlope(h: number, t: number): number {
  const y0 = SQRT_TWO_PI * scaledNormalTail(-h);
  const y1 = 1 + h * y0;
  const y2 = h * y1 + y0;
  const y3 = h * y2 + 2 * y1;
  const y4 = h * y3 + 3 * y2;
  const y5 = h * y4 + 4 * y3;
  const y6 = h * y5 + 5 * y4;
  const y7 = h * y6 + 6 * y5;
  const y8 = h * y7 + 7 * y6;
  const y9 = h * y8 + 8 * y7;
  const y10 = h * y9 + 9 * y8;
  const y11 = h * y10 + 10 * y9;
  const y12 = h * y11 + 11 * y10;
  const y13 = h * y12 + 12 * y11;
  const y14 = h * y13 + 13 * y12;
  const y15 = h * y14 + 14 * y13;
  const u = t * t;
  const high = y9 + (u / 110) * (y11 + (u / 156) * (y13 + (u / 210) * y15));
  return y1 + (u / 6) * (y3 + (u / 20) * (y5 + (u / 42) * (y7 + (u / 72) * high)));
}
