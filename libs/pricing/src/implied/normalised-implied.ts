import { INVERSE_SQRT_TWO_PI, inverseNormalCdf, normalCdf, SQRT_TWO_PI } from '../math/normal.js';
import { normalisedBlack, normalisedComplement, normalisedVega } from '../option/normalised-black.js';
import { parameterForLeft, parameterForRight, rationalCubic } from './rational-cubic.js';

// P. Jaeckel, "Let's be rational", Wilmott 2015(75). The price as a function of s has its inflection at sqrt(2 |x|); the tangent
// there meets 0 and the largest price at two further points. In the four ranges between these prices s, or a function of
// it that is nearly straight in the price, is interpolated; then two steps of Householder's method of fourth order,
// for an objective nearly straight in s, reach the last digits.

const SQRT_THREE = Math.sqrt(3);
const LOWER_SCALE = (2 * Math.PI) / (3 * SQRT_THREE);
/** Two are needed in all but the most remote corners. */
const MAX_STEPS = 64;
const CLOSE = 1e-5;

/**
 * The s with normalisedBlack(x, s) = price, for x <= 0 and a price above 0 and below exp(x / 2); to the last digits, as far
 * as the digits of the price determine it.
 */
export function normalisedImplied(price: number, x: number): number {
  const most = Math.exp(0.5 * x);
  const centre = Math.sqrt(2 * Math.abs(x));
  const centrePrice = centre > 0 ? normalisedBlack(x, centre) : 0;
  const centreVega = normalisedVega(x, centre);
  if (price < centrePrice) {
    const low = centre - centrePrice / centreVega;
    const lowPrice = low > 0 ? normalisedBlack(x, low) : 0;
    if (price < lowPrice) return polishLow(price, x, guessLowest(price, x, low, lowPrice), low);
    return polish(price, x, guessBelow(price, x, low, lowPrice, centre, centrePrice, centreVega), low, centre);
  }
  const high = centre + (most - centrePrice) / centreVega;
  const highPrice = normalisedBlack(x, high);
  if (price <= highPrice) {
    const guess = guessAbove(price, x, centre, centrePrice, centreVega, high, highPrice);
    return polish(price, x, guess, centre, high);
  }
  const guess = guessHighest(price, x, high, highPrice, most);
  return price > 0.5 * most ? polishHigh(price, x, guess, high, most) : polish(price, x, guess, high, Infinity);
}

/** Below the lower tangent point: f = 2 pi |x| / sqrt(27) N(-z)^3 with z = |x| / (sqrt(3) s). */
function guessLowest(price: number, x: number, low: number, lowPrice: number): number {
  const z = Math.abs(x) / (SQRT_THREE * low);
  const cumulated = normalCdf(-z);
  const value = LOWER_SCALE * Math.abs(x) * cumulated ** 3;
  const slope = 2 * Math.PI * (z * cumulated) ** 2 * Math.exp(z * z + 0.125 * low * low);
  const density = INVERSE_SQRT_TWO_PI * Math.exp(-0.5 * z * z);
  const bend = (2 * ((density * z) / cumulated - 1 - z * z)) / low + 0.25 * low;
  const curvature = (slope * bend) / normalisedVega(x, low);
  const segment = { left: 0, right: lowPrice, leftValue: 0, rightValue: value, leftSlope: 1, rightSlope: slope };
  let f = rationalCubic(segment, parameterForRight(segment, curvature), price);
  if (!(f > 0)) {
    const t = price / lowPrice;
    f = (value * t + lowPrice * (1 - t)) * t;
  }
  return Math.abs(x) / (-SQRT_THREE * inverseNormalCdf(Math.cbrt(f / (LOWER_SCALE * Math.abs(x)))));
}

/** Between the lower tangent point and the inflection: s itself. */
function guessBelow(
  price: number,
  x: number,
  low: number,
  lowPrice: number,
  centre: number,
  centrePrice: number,
  centreVega: number,
): number {
  const segment = {
    left: lowPrice,
    right: centrePrice,
    leftValue: low,
    rightValue: centre,
    leftSlope: 1 / normalisedVega(x, low),
    rightSlope: 1 / centreVega,
  };
  return rationalCubic(segment, parameterForRight(segment, 0), price);
}

/** Between the inflection and the upper tangent point: s itself. */
function guessAbove(
  price: number,
  x: number,
  centre: number,
  centrePrice: number,
  centreVega: number,
  high: number,
  highPrice: number,
): number {
  const segment = {
    left: centrePrice,
    right: highPrice,
    leftValue: centre,
    rightValue: high,
    leftSlope: 1 / centreVega,
    rightSlope: 1 / normalisedVega(x, high),
  };
  return rationalCubic(segment, parameterForLeft(segment, 0), price);
}

/** Above the upper tangent point: f = N(-s / 2). */
function guessHighest(price: number, x: number, high: number, highPrice: number, most: number): number {
  const square = (x / high) ** 2;
  const value = normalCdf(-0.5 * high);
  const slope = -0.5 * Math.exp(0.5 * square);
  const curvature = (0.5 * SQRT_TWO_PI * square * Math.exp(square + 0.125 * high * high)) / high;
  const segment = {
    left: highPrice,
    right: most,
    leftValue: value,
    rightValue: 0,
    leftSlope: slope,
    rightSlope: -0.5,
  };
  let f = rationalCubic(segment, parameterForLeft(segment, curvature), price);
  if (!(f > 0)) {
    const h = most - highPrice;
    const t = (price - highPrice) / h;
    f = (value * (1 - t) + 0.5 * h * t) * (1 - t);
  }
  return -2 * inverseNormalCdf(f);
}

/** Householder's step of third order: `newton` -g/g', then g''/g' and g'''/g'. */
function step(newton: number, second: number, third: number): number {
  return (newton * (1 + 0.5 * newton * second)) / (1 + newton * (second + (newton * third) / 6));
}

const secondOf = (x: number, s: number): number => (x * x) / (s * s * s) - 0.25 * s;
const thirdOf = (x: number, s: number, second: number): number => second * second - 3 * (x / (s * s)) ** 2 - 0.25;

/** Near enough that the next step of fourth order would change nothing. */
const isLast = (next: number, s: number): boolean => Math.abs(next - s) <= CLOSE * s;

/** `next` where it lies between what was too low and what was too high; else, also for NaN, a value that does. */
function inside(next: number, low: number, high: number): number {
  if (next > low && next < high) return next;
  return high === Infinity ? 2 * low : 0.5 * (low + high);
}

/** For the objective b - price. */
function polish(price: number, x: number, guess: number, least: number, greatest: number): number {
  let low = least;
  let high = greatest;
  let s = guess;
  for (let count = 0; count < MAX_STEPS; count++) {
    const b = normalisedBlack(x, s);
    const second = secondOf(x, s);
    const next = s + step((price - b) / normalisedVega(x, s), second, thirdOf(x, s, second));
    if (isLast(next, s)) return next;
    if (b > price) high = s;
    else low = s;
    s = inside(next, low, high);
  }
  return s;
}

/** For 1 / ln b - 1 / ln price. */
function polishLow(price: number, x: number, guess: number, greatest: number): number {
  const logPrice = Math.log(price);
  let low = 0;
  let high = greatest;
  let s = guess;
  for (let count = 0; count < MAX_STEPS; count++) {
    const b = normalisedBlack(x, s);
    const relative = normalisedVega(x, s) / b;
    const log = Math.log(b);
    const newton = ((logPrice - log) * log) / (logPrice * relative);
    const second = secondOf(x, s);
    const shift = relative * (1 + 2 / log);
    const third =
      thirdOf(x, s, second) + 2 * relative * relative * (1 + (3 / log) * (1 + 1 / log)) - 3 * second * shift;
    const next = s + step(newton, second - shift, third);
    if (isLast(next, s)) return next;
    if (b > price) high = s;
    else low = s;
    s = inside(next, low, high);
  }
  return s;
}

/** For ln((most - price) / (most - b)). */
function polishHigh(price: number, x: number, guess: number, least: number, most: number): number {
  const rest = most - price;
  let low = least;
  let high = Infinity;
  let s = guess;
  for (let count = 0; count < MAX_STEPS; count++) {
    const complement = normalisedComplement(x, s);
    const relative = normalisedVega(x, s) / complement;
    const second = secondOf(x, s);
    const third = thirdOf(x, s, second) + relative * (2 * relative + 3 * second);
    const next = s + step(Math.log(complement / rest) / relative, second + relative, third);
    if (isLast(next, s)) return next;
    if (complement < rest) high = s;
    else low = s;
    s = inside(next, low, high);
  }
  return s;
}
