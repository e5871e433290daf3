import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import type { EuropeanOption } from '../option/european-option.js';
import { checkKind } from '../option/option-checks.js';

/** A payment in money that the holder of the underlying gets; its price falls by it on that day. */
export interface CashDividend {
  /** Years from now, above 0. */
  readonly years: number;
  readonly amount: number;
}

/** An option that may be exercised at any time until its expiry; inputs in the units of bsmPrice. */
export type AmericanOption = EuropeanOption;

/** An option with its carry filled in. */
export type CheckedOption = Required<EuropeanOption>;

/** What a tree or grid tells of an option; units as of GREEK. */
export interface GridValue {
  readonly price: number;
  readonly delta: number;
  readonly gamma: number;
  readonly theta: number;
}

/**
 * Spot, strike and volatility above 0, years from 0, all finite; else PRICING_INPUT. Methods that search a boundary have no
 * use for the limits that bsmPrice takes.
 */
export function checkAmerican(option: AmericanOption): CheckedOption {
  const { kind, spot, strike, years, rate, carry = rate, volatility } = option;
  checkKind(kind);
  checkPositive('spot', spot);
  checkPositive('strike', strike);
  checkPositive('volatility', volatility);
  checkFinite('rate', rate);
  checkFinite('carry', carry);
  if (!(years >= 0 && years < Infinity)) {
    throw new PricingError('PRICING_INPUT', `years must be finite and 0 or more: ${years}`);
  }
  return { kind, spot, strike, years, rate, carry, volatility };
}

/** What exercising now pays. */
export function intrinsicOf({ kind, spot, strike }: AmericanOption): number {
  return Math.max(kind * (spot - strike), 0);
}

/** Value and Greeks of an option that is exercised at once or expires now. */
export function exercised(option: CheckedOption): GridValue {
  const { kind, spot, strike } = option;
  const side = kind * (spot - strike);
  return { price: Math.max(side, 0), delta: side > 0 ? kind : side < 0 ? 0 : kind / 2, gamma: 0, theta: 0 };
}

/**
 * Theta of an option that is held, by the equation that its price fulfils: rV - bS delta - volatility^2 S^2 gamma / 2.
 */
export function thetaOf(option: CheckedOption, price: number, delta: number, gamma: number): number {
  const { spot, rate, carry, volatility } = option;
  return rate * price - carry * spot * delta - 0.5 * (volatility * spot) ** 2 * gamma;
}

/**
 * Whether waiting is never worse than exercising: a call on what pays no yield while interest is saved, and a put on what
 * yields while no interest is earned. Then the option is worth what the European one is.
 */
export function isNeverExercisedEarly({ kind, rate, carry }: CheckedOption): boolean {
  const dividendYield = rate - carry;
  return kind === 1 ? dividendYield <= 0 && rate >= 0 : rate <= 0 && dividendYield >= 0;
}

/** For formulas that know one boundary of exercise: with negative rates or yields there may be two, or none. */
export function checkOneBoundary({ rate, carry }: CheckedOption): void {
  if (rate >= 0 && rate >= carry) return;
  throw new PricingError(
    'PRICING_INPUT',
    `this formula needs a rate and a yield (rate - carry) of 0 or more: ${rate}, ${rate - carry}; use a tree or grid`,
  );
}
