import { checkFinite } from '../checks.js';
import { normalCdf } from '../math/normal.js';
import type { EuropeanOption } from '../option/european-option.js';
import { logRatio } from '../option/log-ratio.js';
import { checkedPrice, checkExotic } from './exotic-checks.js';

// M. Rubinstein, E. Reiner, "Unscrambling the binary code", RISK 4 (1991); E. Reiner, M. Rubinstein: binary options. With d1 and d2
// of Black and Scholes, the asset is worth S exp((b - r) T) N(kind d1) and one unit of money exp(-r T) N(kind d2) if the
// option ends in the money. All three throw PRICING_INPUT unless spot, strike, years and volatility are above 0 and finite.

/** Price of `cash` paid at expiry if the option is in the money then. */
export function cashOrNothing(option: EuropeanOption, cash = 1): number {
  checkFinite('cash', cash);
  return checkedPrice(cash * worths(option).money);
}

/** Price of the asset, delivered at expiry if the option is in the money then. */
export function assetOrNothing(option: EuropeanOption): number {
  return checkedPrice(worths(option).asset);
}

/**
 * Price of a gap option: pays kind (S - payoffStrike) at expiry if kind (S - strike) is above 0 then, which may be a negative
 * amount.
 */
export function gapOption(option: EuropeanOption, payoffStrike: number): number {
  checkFinite('payoffStrike', payoffStrike);
  const { asset, money } = worths(option);
  return checkedPrice(option.kind * (asset - payoffStrike * money));
}

function worths(option: EuropeanOption): { asset: number; money: number } {
  const { kind, spot, strike, years, rate, carry, volatility } = checkExotic(option);
  const s = volatility * Math.sqrt(years);
  const x = logRatio(spot, strike) + carry * years;
  return {
    asset: spot * Math.exp((carry - rate) * years) * normalCdf(kind * (x / s + 0.5 * s)),
    money: Math.exp(-rate * years) * normalCdf(kind * (x / s - 0.5 * s)),
  };
}
