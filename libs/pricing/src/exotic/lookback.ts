import { checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { INVERSE_SQRT_TWO_PI } from '../math/normal.js';
import { bsmPrice } from '../option/black-scholes.js';
import type { EuropeanOption } from '../option/european-option.js';
import { logRatio } from '../option/log-ratio.js';
import { SMALL, slopeNear } from '../option/normalised-black.js';
import { CALL, PUT } from '../option/option-kind.js';
import { weightedNormal } from '../option/weighted-normal.js';
import { checkedPrice, checkExotic } from './exotic-checks.js';

/**
 * Price of the right to buy at the lowest price (call) or to sell at the highest (put) until expiry, watched at all times. `extreme`
 * is that price so far, the spot for an option that begins now. M. B. Goldman, H. B. Sosin, M. A. Gatto, "Path dependent
 * options", Journal of Finance 34 (1979), with a cost of carry, 0 as well. Throws PRICING_INPUT as checkExotic says, and for
 * an extreme on the wrong side of the spot.
 */
export function floatingLookback(option: Omit<EuropeanOption, 'strike'>, extreme = option.spot): number {
  const checked = checkExotic({ ...option, strike: extreme });
  const { kind, spot, years, rate, carry } = checked;
  checkExtreme(kind === CALL ? PUT : CALL, spot, extreme);
  const forward = kind * (spot * Math.exp((carry - rate) * years) - extreme * Math.exp(-rate * years));
  return checkedPrice(forward + onExtreme({ ...checked, kind: kind === CALL ? PUT : CALL }, extreme));
}

/**
 * Price of an option on the highest (call) or lowest price (put) until expiry against a fixed strike; `extreme` as for
 * floatingLookback. A. Conze, R. Viswanathan, "Path dependent options: the case of lookback options", Journal of
 * Finance 46 (1991). Throws as floatingLookback does.
 */
export function fixedLookback(option: EuropeanOption, extreme = option.spot): number {
  const checked = checkExotic(option);
  const { kind, spot, strike, years, rate } = checked;
  checkExtreme(kind, spot, extreme);
  const certain = Math.max(0, kind * (extreme - strike)) * Math.exp(-rate * years);
  return checkedPrice(
    certain + onExtreme(checked, kind === CALL ? Math.max(strike, extreme) : Math.min(strike, extreme)),
  );
}

/** The highest price so far is not below the spot, the lowest not above. */
function checkExtreme(kind: 1 | -1, spot: number, extreme: number): void {
  checkPositive('extreme', extreme);
  if (kind * (extreme - spot) >= 0) return;
  const bound = kind === CALL ? 'at least' : 'at most';
  throw new PricingError('PRICING_INPUT', `extreme must be ${bound} the spot, ${spot}: ${extreme}`);
}

/**
 * What the highest price (call) ends above `level`, or the lowest (put) below it, where `level` is not inside of what was
 * reached: the European option of that strike, and what the turns on the way add.
 */
function onExtreme(option: Required<EuropeanOption>, level: number): number {
  const { kind, spot, years, rate, carry, volatility } = option;
  const s = volatility * Math.sqrt(years);
  const m = logRatio(spot, level);
  const c = (2 * carry) / (volatility * volatility);
  const k = m / s + 0.5 * s;
  const t = 0.5 * c * s;
  const european = bsmPrice(kind, spot, level, years, rate, carry, volatility);
  const discounted = spot * Math.exp(-rate * years);
  if (Math.abs(t) >= SMALL) {
    const turned = weightedNormal(-c * m, kind * (k - t));
    return european + (kind * discounted * (weightedNormal(carry * years, kind * (k + t)) - turned)) / c;
  }
  // Without carry that is 0 / 0. Both terms have the same exponential, so it is the difference of Y = cdf / density.
  const power = -0.5 * (k * k + t * t) + 0.25 * c * s * s - 0.5 * c * m;
  return european + discounted * s * INVERSE_SQRT_TWO_PI * Math.exp(power) * slopeNear(kind * k, t);
}
