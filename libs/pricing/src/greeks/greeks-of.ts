import { bsmPrice } from '../option/black-scholes.js';
import type { EuropeanOption } from '../option/european-option.js';
import { writeBsmGreeks } from './black-scholes-greeks.js';
import { GREEK, GREEK_COUNT, type Greeks } from './greek.js';

const scratch = new Float64Array(GREEK_COUNT);

/** Price of an option as bsmPrice gives it, from its description. */
export function priceOf(option: EuropeanOption): number {
  const { kind, spot, strike, years, rate, carry = rate, volatility } = option;
  return bsmPrice(kind, spot, strike, years, rate, carry, volatility);
}

/** Price and Greeks of an option by name; see GREEK for what each is, writeBsmGreeks for a form that allocates nothing. */
export function greeksOf(option: EuropeanOption): Greeks {
  const { kind, spot, strike, years, rate, carry = rate, volatility } = option;
  writeBsmGreeks(scratch, 0, kind, spot, strike, years, rate, carry, volatility);
  // Written out: made from entries it takes ten times as long.
  return {
    price: scratch[GREEK.price],
    delta: scratch[GREEK.delta],
    gamma: scratch[GREEK.gamma],
    theta: scratch[GREEK.theta],
    vega: scratch[GREEK.vega],
    rho: scratch[GREEK.rho],
    discountRho: scratch[GREEK.discountRho],
    carryRho: scratch[GREEK.carryRho],
    lambda: scratch[GREEK.lambda],
    vanna: scratch[GREEK.vanna],
    vomma: scratch[GREEK.vomma],
    charm: scratch[GREEK.charm],
    veta: scratch[GREEK.veta],
    vera: scratch[GREEK.vera],
    speed: scratch[GREEK.speed],
    zomma: scratch[GREEK.zomma],
    color: scratch[GREEK.color],
    vannaVol: scratch[GREEK.vannaVol],
    ultima: scratch[GREEK.ultima],
    dualDelta: scratch[GREEK.dualDelta],
    dualGamma: scratch[GREEK.dualGamma],
  };
}
