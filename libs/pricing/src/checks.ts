import { PricingError } from './errors.js';

// Each test is one comparison that NaN fails as well; only then is the message made.

/** A number from 0 to Infinity; else PRICING_INPUT. */
export function checkNonNegative(name: string, value: number): void {
  if (!(value >= 0)) throw new PricingError('PRICING_INPUT', `${name} must be 0 or more: ${value}`);
}

/** A number above 0 and below Infinity; else PRICING_INPUT. */
export function checkPositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new PricingError('PRICING_INPUT', `${name} must be finite and above 0: ${value}`);
  }
}

/** Any finite number; else PRICING_INPUT. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new PricingError('PRICING_INPUT', `${name} must be finite: ${value}`);
}
