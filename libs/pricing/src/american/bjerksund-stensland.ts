import { bivariateNormalCdf } from '../math/bivariate-normal.js';
import { normalCdf } from '../math/normal.js';
import { bsmPrice } from '../option/black-scholes.js';
import { CALL } from '../option/option-kind.js';
import {
  type AmericanOption,
  checkAmerican,
  type CheckedOption,
  checkOneBoundary,
  intrinsicOf,
  isNeverExercisedEarly,
} from './american-option.js';

/** An American call with the two flat boundaries at which it is exercised. */
interface Boundaries {
  readonly call: CheckedOption;
  /** End of the first part of the life, in years. */
  readonly split: number;
  /** Boundary in the second part of the life. */
  readonly late: number;
  /** Boundary in the first part, above `late`. */
  readonly early: number;
}

/** First part of the life: the golden ratio of the paper. */
const FIRST_PART = (Math.sqrt(5) - 1) / 2;

/**
 * Price of an American option as that of one which is exercised at a flat boundary in either part of its life: P. Bjerksund and
 * G. Stensland, "Closed Form Valuation of American Options" (2002). A lower bound, by a strategy that can be followed;
 * closer than the quadratic approximation for long lives. Needs a rate and a yield of 0 or more. Throws PRICING_INPUT.
 */
export function bjerksundStensland(american: AmericanOption): number {
  const option = checkAmerican(american);
  const { kind, spot, strike, years, rate, carry, volatility } = option;
  const intrinsic = intrinsicOf(option);
  if (years === 0) return intrinsic;
  const european = bsmPrice(kind, spot, strike, years, rate, carry, volatility);
  if (isNeverExercisedEarly(option)) return european;
  checkOneBoundary(option);
  // The put is the call with spot and strike, rate and yield changed about (the paper, section 2).
  const call: CheckedOption =
    kind === CALL ? option : { ...option, kind: CALL, spot: strike, strike: spot, rate: rate - carry, carry: -carry };
  const price = callPrice(call);
  // Where a volatility is all but nothing the sum below is lost in rounding: both bounds are good.
  return Math.max(price, european, intrinsic);
}

function callPrice(call: CheckedOption): number {
  const { spot, strike, years, rate, carry, volatility } = call;
  const variance = volatility * volatility;
  const beta = 0.5 - carry / variance + Math.sqrt((carry / variance - 0.5) ** 2 + (2 * rate) / variance);
  // At expiry, and for an option that never expires.
  const least = Math.max(strike, (rate / (rate - carry)) * strike);
  const most = (beta / (beta - 1)) * strike;
  const boundaryFor = (time: number) => {
    const h = (-(carry * time + 2 * volatility * Math.sqrt(time)) * strike * strike) / ((most - least) * least);
    return least - (most - least) * Math.expm1(h);
  };
  const split = FIRST_PART * years;
  const boundaries = { call, split, late: boundaryFor(split), early: boundaryFor(years) };
  return spot >= boundaries.early ? spot - strike : heldCall(boundaries, beta);
}

/** The twelve terms of the paper; coefficients stand within the powers, which would leave the range of doubles by themselves. */
function heldCall(boundaries: Boundaries, beta: number): number {
  const { call, late, early } = boundaries;
  const { spot, strike } = call;
  const gain = (boundary: number) => Math.log(boundary - strike) - beta * Math.log(boundary);
  const cash = Math.log(strike);
  return (
    (early - strike) * Math.exp(beta * Math.log(spot / early)) -
    first(boundaries, beta, early, gain(early)) +
    first(boundaries, 1, early, 0) -
    first(boundaries, 1, late, 0) -
    first(boundaries, 0, early, cash) +
    first(boundaries, 0, late, cash) +
    first(boundaries, beta, late, gain(late)) -
    second(boundaries, beta, late, gain(late)) +
    second(boundaries, 1, late, 0) -
    second(boundaries, 1, strike, 0) -
    second(boundaries, 0, late, cash) +
    second(boundaries, 0, strike, cash)
  );
}

/** Growth rate of the expected power of the spot, discounted. */
function growthRate({ rate, carry, volatility }: CheckedOption, power: number): number {
  return -rate + power * carry + 0.5 * power * (power - 1) * volatility * volatility;
}

/** A product whose first factor may be too large for a double while the second is too small. */
function product(logarithm: number, probability: number): number {
  return probability > 0 ? Math.exp(logarithm + Math.log(probability)) : 0;
}

/**
 * exp(log) times phi(S, t1 | power, h, I2): worth of S^power at the split if S is below h then and never reached `early` before.
 */
function first({ call, split, early }: Boundaries, power: number, h: number, log: number): number {
  const { spot, carry, volatility } = call;
  const deviation = volatility * Math.sqrt(split);
  const drift = (carry + (power - 0.5) * volatility * volatility) * split;
  const kappa = (2 * carry) / (volatility * volatility) + 2 * power - 1;
  const room = Math.log(early / spot);
  const scale = log + growthRate(call, power) * split + power * Math.log(spot);
  const d = -(Math.log(spot / h) + drift) / deviation;
  return product(scale, normalCdf(d)) - product(scale + kappa * room, normalCdf(d - (2 * room) / deviation));
}

/** exp(log) times psi(S, T | power, h, I2, I1, t1): worth of S^power at expiry if S is below h then and reached no boundary. */
function second({ call, split, late, early }: Boundaries, power: number, h: number, log: number): number {
  const { spot, years, carry, volatility } = call;
  const pace = carry + (power - 0.5) * volatility * volatility;
  const kappa = (2 * carry) / (volatility * volatility) + 2 * power - 1;
  const rho = Math.sqrt(split / years);
  const [x, i1, i2, y] = [spot, late, early, h].map(Math.log);
  const atSplit = (distance: number, sign: 1 | -1) =>
    -(distance + sign * pace * split) / (volatility * Math.sqrt(split));
  const atEnd = (distance: number) => -(distance + pace * years) / (volatility * Math.sqrt(years));
  const scale = log + growthRate(call, power) * years + power * x;
  return (
    product(scale, bivariateNormalCdf(atSplit(x - i1, 1), atEnd(x - y), rho)) -
    product(scale + kappa * (i2 - x), bivariateNormalCdf(atSplit(2 * i2 - x - i1, 1), atEnd(2 * i2 - x - y), rho)) -
    product(scale + kappa * (i1 - x), bivariateNormalCdf(atSplit(x - i1, -1), atEnd(2 * i1 - x - y), -rho)) +
    product(
      scale + kappa * (i1 - i2),
      bivariateNormalCdf(atSplit(2 * i2 - x - i1, -1), atEnd(x + 2 * i1 - y - 2 * i2), -rho),
    )
  );
}
