import { checkFinite, checkNonNegative } from '../checks.js';
import { PricingError } from '../errors.js';
import type { OptionKind } from './option-kind.js';

/** Spot, strike and volatility from 0 to Infinity, years from 0 and finite, rates finite; else PRICING_INPUT. */
export function checkOption(
  kind: OptionKind,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  carry: number,
  volatility: number,
): void {
  const ranges = spot >= 0 && strike >= 0 && volatility >= 0 && years >= 0 && years < Infinity;
  // A number less itself is 0, unless it is NaN or infinite.
  if (ranges && rate - rate === 0 && carry - carry === 0 && (kind === 1 || kind === -1)) return;
  checkKind(kind);
  checkNonNegative('spot', spot);
  checkNonNegative('strike', strike);
  checkNonNegative('volatility', volatility);
  checkNonNegative('years', years);
  checkFinite('years', years);
  checkFinite('rate', rate);
  checkFinite('carry', carry);
}

export function checkKind(kind: OptionKind): void {
  if (kind === 1 || kind === -1) return;
  throw new PricingError('PRICING_INPUT', `kind must be CALL (1) or PUT (-1): ${String(kind)}`);
}

/** For inputs each in its range, whose combination has no value: what grows to Infinity meets what falls to 0. */
export function refuseOption(spot: number, strike: number, years: number, rate: number, carry: number): never {
  const inputs = `spot ${spot}, strike ${strike}, years ${years}, rate ${rate}, carry ${carry}`;
  throw new PricingError('PRICING_INPUT', `the present values of asset and strike are out of range: ${inputs}`);
}
