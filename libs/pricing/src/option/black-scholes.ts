import { CALL, type OptionKind } from './option-kind.js';
import { logRatio } from './log-ratio.js';
import { normalisedBlack } from './normalised-black.js';
import { checkOption, refuseOption } from './option-checks.js';

/**
 * Price of a European option, generalised Black-Scholes-Merton: F. Black, M. Scholes (1973), R. Merton (1973), with the cost of
 * carry as in E. G. Haug, "The Complete Guide to Option Pricing Formulas" (2007), chapter 1.
 *
 * `kind` CALL or PUT; `spot`, `strike` from 0, in the same currency; `years` until expiry from 0; `rate` the riskless rate, `carry` the
 * cost of carry, both continuous and per year: carry = rate for a stock without dividends, rate - yield for one with a
 * dividend yield, 0 for a future, rate - foreign rate for a currency; `volatility` per square root of a year from 0, 0.2 for 20%.
 *
 * Spot, strike and volatility may be Infinity, for which the price is the limit; so it is at 0. Throws a PricingError
 * PRICING_INPUT for other inputs. Relative error about 1e-15, for options that are nearly worthless up to what some
 * units in the last place of the volatility make.
 */
export function bsmPrice(
  kind: OptionKind,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  carry: number,
  volatility: number,
): number {
  checkOption(kind, spot, strike, years, rate, carry, volatility);
  const asset = spot * Math.exp((carry - rate) * years);
  const cash = strike * Math.exp(-rate * years);
  const x = logRatio(spot, strike) + carry * years;
  const price = discountedPrice(kind, asset, cash, x, volatility * Math.sqrt(years));
  if (Number.isNaN(price)) refuseOption(spot, strike, years, rate, carry);
  return price;
}

/**
 * Price of a European option on a forward or future (F. Black, 1976): bsmPrice with the forward price in place of the spot and no
 * carry.
 */
export function black76Price(
  kind: OptionKind,
  forward: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
): number {
  return bsmPrice(kind, forward, strike, years, rate, 0, volatility);
}

/**
 * Price from the present values of the asset and of the strike, x = ln(asset / cash) and the deviation of the logarithm, s =
 * volatility sqrt(time): what is in the money at once, and the price of the option out of the money of the same strike.
 */
export function discountedPrice(kind: OptionKind, asset: number, cash: number, x: number, s: number): number {
  const inner = kind * (asset - cash);
  // NaN where both are without bound.
  const intrinsic = inner > 0 ? inner : inner <= 0 ? 0 : NaN;
  // Here end 0 and Infinity as well, which have no finite logarithm.
  if (!(s > 0 && s < Infinity && x > -Infinity && x < Infinity)) {
    if (s === Infinity && asset > 0 && cash > 0) return kind === CALL ? asset : cash;
    return intrinsic;
  }
  return intrinsic + Math.sqrt(asset) * Math.sqrt(cash) * normalisedBlack(-Math.abs(x), s);
}
