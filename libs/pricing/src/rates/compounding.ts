import { PricingError } from '../errors.js';

/** Simple interest, continuous, or the number of periods a year that interest is added in (1, 2, 4, 12 …). */
export type Compounding = 'simple' | 'continuous' | number;

/**
 * Discount factor of an annual rate over years: 1 / (1 + r t), exp(-r t), or (1 + r / m)^(-m t). Throws PRICING_INPUT, also
 * where a period would cost its whole capital or more.
 */
export function discountOf(rate: number, years: number, compounding: Compounding): number {
  return 1 / growthOf(rate, years, compounding);
}

/** What one unit becomes at an annual rate over years; see `discountOf`. */
export function growthOf(rate: number, years: number, compounding: Compounding): number {
  if (!Number.isFinite(rate) || !Number.isFinite(years)) throw badRate(rate, years);
  if (compounding === 'continuous') return Math.exp(rate * years);
  if (compounding === 'simple') return positive(1 + rate * years, rate, years);
  const periods = checkPeriods(compounding);
  positive(1 + rate / periods, rate, years);
  return Math.exp(periods * years * Math.log1p(rate / periods));
}

/** The annual rate at which one unit becomes `growth` over years: the inverse of `growthOf`. */
export function rateOf(growth: number, years: number, compounding: Compounding): number {
  if (!(growth > 0) || !Number.isFinite(growth) || !(years > 0)) {
    throw new PricingError(
      'PRICING_INPUT',
      `a growth of ${growth} over ${years} years has no rate: both must be positive`,
    );
  }
  if (compounding === 'simple') return (growth - 1) / years;
  const continuous = Math.log(growth) / years;
  if (compounding === 'continuous') return continuous;
  const periods = checkPeriods(compounding);
  return periods * Math.expm1(continuous / periods);
}

function checkPeriods(compounding: Compounding): number {
  if (typeof compounding === 'number' && Number.isInteger(compounding) && compounding >= 1 && compounding <= 366) {
    return compounding;
  }
  throw new PricingError('PRICING_INPUT', `interest is added 1 to 366 times a year: ${String(compounding)}`);
}

function positive(value: number, rate: number, years: number): number {
  if (value > 0) return value;
  throw badRate(rate, years);
}

function badRate(rate: number, years: number): PricingError {
  return new PricingError('PRICING_INPUT', `the rate ${rate} over ${years} years leaves nothing`);
}
