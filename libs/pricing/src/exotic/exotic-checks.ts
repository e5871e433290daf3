import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import type { EuropeanOption } from '../option/european-option.js';
import { checkKind } from '../option/option-checks.js';

/**
 * An option with its carry filled in; PRICING_INPUT unless spot, strike, years and volatility are finite and above 0 and both
 * rates finite: formulas that depend on the path have no use for the limits that bsmPrice takes.
 */
export function checkExotic(option: EuropeanOption): Required<EuropeanOption> {
  const { kind, spot, strike, years, rate, carry = rate, volatility } = option;
  checkKind(kind);
  checkPositive('spot', spot);
  checkPositive('strike', strike);
  checkPositive('years', years);
  checkFinite('rate', rate);
  checkFinite('carry', carry);
  checkPositive('volatility', volatility);
  return { kind, spot, strike, years, rate, carry, volatility };
}

/** The price, or PRICING_INPUT where numbers ran out on the way to it. */
export function checkedPrice(price: number): number {
  if (Number.isFinite(price)) return price;
  throw new PricingError('PRICING_INPUT', `the inputs are too extreme for the formula: it comes to ${price}`);
}
