import { PricingError } from '../errors.js';
import { rootBetween } from '../math/root.js';
import { normalCdf } from '../math/normal.js';
import { bsmPrice } from '../option/black-scholes.js';
import {
  type AmericanOption,
  checkAmerican,
  type CheckedOption,
  checkOneBoundary,
  intrinsicOf,
  isNeverExercisedEarly,
} from './american-option.js';

/** Doublings of the strike, or halvings, within which the boundary of exercise is sought. */
const MAX_DOUBLINGS = 100;

/**
 * Price of an American option by the quadratic approximation: G. Barone-Adesi and R. Whaley, "Efficient Analytic Approximation of
 * American Option Values", Journal of Finance 42 (1987). Good to about 0.1 % of the spot for lives of under a year; the critical
 * price is solved to the last digits. Needs a rate and a yield of 0 or more. Throws PRICING_INPUT.
 */
export function baroneAdesiWhaley(american: AmericanOption): number {
  const option = checkAmerican(american);
  const { kind, spot, years } = option;
  const intrinsic = intrinsicOf(option);
  if (years === 0) return intrinsic;
  const european = europeanAt(option, spot);
  if (isNeverExercisedEarly(option)) return european;
  checkOneBoundary(option);
  const exponent = exponentOf(option);
  const boundary = criticalPrice(option, exponent);
  if (kind * (spot - boundary) >= 0) return intrinsic;
  const premium = (kind * boundary * shortfall(option, boundary)) / exponent;
  return Math.max(european + premium * Math.exp(exponent * Math.log(spot / boundary)), intrinsic);
}

function europeanAt({ kind, strike, years, rate, carry, volatility }: CheckedOption, spot: number): number {
  return bsmPrice(kind, spot, strike, years, rate, carry, volatility);
}

/** The root of q^2 + (N - 1) q - M / h = 0 above 1 for calls, below 0 for puts. */
function exponentOf({ kind, years, rate, carry, volatility }: CheckedOption): number {
  const variance = volatility * volatility;
  const n = (2 * carry) / variance - 1;
  // M / h with M = 2 r / variance and h = 1 - exp(-r T); its limit without interest is 2 / (variance T).
  const ratio = rate === 0 ? 2 / (variance * years) : (2 * rate) / (variance * -Math.expm1(-rate * years));
  return (-n + kind * Math.sqrt(n * n + 4 * ratio)) / 2;
}

/** 1 less the hedge ratio of the European option, in absolute terms. */
function shortfall({ kind, strike, years, rate, carry, volatility }: CheckedOption, spot: number): number {
  const deviation = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / strike) + (carry + 0.5 * volatility * volatility) * years) / deviation;
  return 1 - Math.exp((carry - rate) * years) * normalCdf(kind * d1);
}

/** The price of the underlying from which exercising at once is best. */
function criticalPrice(option: CheckedOption, exponent: number): number {
  const { kind, strike } = option;
  // What exercising pays beyond the approximation: negative on the strike, positive deep in the money.
  const excess = (spot: number) =>
    kind * (spot - strike) - europeanAt(option, spot) - (kind * spot * shortfall(option, spot)) / exponent;
  let deep = strike;
  for (let doublings = 0; doublings < MAX_DOUBLINGS; doublings++) {
    deep *= kind === 1 ? 2 : 0.5;
    if (excess(deep) <= 0) continue;
    const boundary = rootBetween(excess, deep, strike);
    if (boundary !== undefined) return boundary;
  }
  throw new PricingError('PRICING_NO_SOLUTION', 'no price of the underlying was found at which to exercise');
}
