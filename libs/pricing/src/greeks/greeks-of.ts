import { bsmPrice } from '../option/black-scholes.js';
import type { EuropeanOption } from '../option/european-option.js';
import { writeBsmGreeks } from './black-scholes-greeks.js';
import { GREEK, GREEK_COUNT, GREEK_NAMES, type Greeks } from './greek.js';

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
  return Object.fromEntries(GREEK_NAMES.map((name) => [name, scratch[GREEK[name]]])) as Greeks;
}
