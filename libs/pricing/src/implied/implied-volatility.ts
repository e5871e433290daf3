import { checkFinite, checkNonNegative, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { checkKind, refuseOption } from '../option/option-checks.js';
import type { OptionKind } from '../option/option-kind.js';
import { logRatio } from '../option/log-ratio.js';
import { normalisedImplied } from './normalised-implied.js';

/**
 * The volatility at which bsmPrice is `price`, the other arguments as there but spot, strike and years above 0: to the last
 * digits, as far as those of the price determine it.
 *
 * Throws a PricingError: PRICE_BELOW_BOUND for a price at or below what the option is worth without any volatility,
 * PRICE_ABOVE_BOUND for one at or above what it could be worth at most (the asset for a call, the discounted strike for a
 * put), PRICING_INPUT for a bad input.
 */
export function bsmImpliedVolatility(
  kind: OptionKind,
  price: number,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  carry: number,
): number {
  checkKind(kind);
  checkNonNegative('price', price);
  checkPositive('spot', spot);
  checkPositive('strike', strike);
  checkPositive('years', years);
  checkFinite('rate', rate);
  checkFinite('carry', carry);
  const asset = spot * Math.exp((carry - rate) * years);
  const cash = strike * Math.exp(-rate * years);
  const scale = Math.sqrt(asset) * Math.sqrt(cash);
  if (!(scale > 0 && scale < Infinity)) refuseOption(spot, strike, years, rate, carry);
  const x = -Math.abs(logRatio(spot, strike) + carry * years);
  const inner = kind * (asset - cash);
  const intrinsic = inner > 0 ? inner : 0;
  // The time value is the price of the option out of the money of the same strike.
  const normalised = (price - intrinsic) / scale;
  if (!(normalised > 0)) throw belowBound(price, intrinsic);
  if (!(normalised < Math.exp(0.5 * x))) throw aboveBound(price, kind > 0 ? asset : cash);
  return normalisedImplied(normalised, x) / Math.sqrt(years);
}

/** The volatility at which black76Price is `price`: bsmImpliedVolatility with the forward price and no carry. */
export function black76ImpliedVolatility(
  kind: OptionKind,
  price: number,
  forward: number,
  strike: number,
  years: number,
  rate: number,
): number {
  return bsmImpliedVolatility(kind, price, forward, strike, years, rate, 0);
}

const belowBound = (price: number, bound: number): PricingError =>
  new PricingError('PRICE_BELOW_BOUND', `price ${price} has no time value: without volatility it is ${bound} already`);

const aboveBound = (price: number, bound: number): PricingError =>
  new PricingError('PRICE_ABOVE_BOUND', `price ${price} is not below ${bound}, which no volatility reaches`);
