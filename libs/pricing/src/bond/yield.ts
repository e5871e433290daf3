import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { type Compounding, growthOf, rateOf } from '../rates/compounding.js';
import type { Day } from '../rates/day.js';
import type { Bond, CashFlow } from './bond.js';

/**
 * How a yield discounts. `street`: compounded at the coupon's frequency, but simple interest once only the last payment
 * is left (SIFMA, Standard Securities Calculation Methods). Otherwise as named, throughout.
 */
export type YieldBasis = 'street' | Compounding;

/** Value of a bond's payments at a yield and how it moves with it, for 100 of face. */
export interface YieldValue {
  /** Dirty price. */
  readonly price: number;
  /** First derivative by the yield. */
  readonly slope: number;
  /** Second derivative by the yield. */
  readonly bend: number;
  /** Sum of the years to the payments, each weighed by its share of the price. */
  readonly meanYears: number;
}

/** Newton steps on the logarithm of the price roughly double the digits each: a dozen is the most seen. */
const MAX_STEPS = 100;

/** The dirty price at a yield: what the buyer pays. Throws PRICING_INPUT. */
export function dirtyPrice(bond: Bond, yieldRate: number, settlement: Day, basis: YieldBasis = 'street'): number {
  return valueAt(bond, yieldRate, settlement, basis).price;
}

/** The clean price at a yield: what is quoted. Throws PRICING_INPUT. */
export function cleanPrice(bond: Bond, yieldRate: number, settlement: Day, basis: YieldBasis = 'street'): number {
  return dirtyPrice(bond, yieldRate, settlement, basis) - bond.accrued(settlement);
}

/**
 * The yield of a clean price, to the last digits. Newton's method on the logarithm of the price in the continuous yield,
 * which is convex and falling: it converges from anywhere. Throws PRICING_INPUT, also for a price that its payments
 * cannot have in the compounding asked for.
 */
export function yieldOf(bond: Bond, clean: number, settlement: Day, basis: YieldBasis = 'street'): number {
  const price = clean + bond.accrued(settlement);
  checkPositive('dirty price', price);
  const flows = bond.cashFlows(settlement);
  const { frequency } = bond.terms;
  if (isSimple(flows, basis)) return (flows[0].amount / price - 1) / (flows[0].periods / frequency);
  if (basis === 'simple') return simpleYield(flows, price, frequency);
  const continuous = continuousYield(flows, price, frequency);
  return rateOf(Math.exp(continuous), 1, basis === 'street' ? frequency : basis);
}

/** Price and derivatives at a yield. Throws PRICING_INPUT. */
export function valueAt(bond: Bond, yieldRate: number, settlement: Day, basis: YieldBasis = 'street'): YieldValue {
  checkFinite('yield', yieldRate);
  const flows = bond.cashFlows(settlement);
  const { frequency } = bond.terms;
  const compounding = compoundingOf(flows, basis, frequency);
  let price = 0;
  let slope = 0;
  let bend = 0;
  let weighed = 0;
  for (const { amount, periods } of flows) {
    const years = periods / frequency;
    const worth = amount / growthOf(yieldRate, years, compounding);
    price += worth;
    weighed += years * worth;
    // Derivatives of the discount factor over the factor itself.
    if (compounding === 'continuous') {
      slope -= years * worth;
      bend += years * years * worth;
    } else if (compounding === 'simple') {
      const ratio = years / (1 + yieldRate * years);
      slope -= ratio * worth;
      bend += 2 * ratio * ratio * worth;
    } else {
      const period = 1 + yieldRate / compounding;
      slope -= (years / period) * worth;
      bend += ((years * (years + 1 / compounding)) / (period * period)) * worth;
    }
  }
  return { price, slope, bend, meanYears: weighed / price };
}

function isSimple(flows: readonly CashFlow[], basis: YieldBasis): boolean {
  return basis === 'street' && flows.length === 1 && flows[0].periods <= 1;
}

function compoundingOf(flows: readonly CashFlow[], basis: YieldBasis, frequency: number): Compounding {
  if (basis !== 'street') return basis;
  return isSimple(flows, basis) ? 'simple' : frequency;
}

function continuousYield(flows: readonly CashFlow[], price: number, frequency: number): number {
  const target = Math.log(price);
  let rate = 0;
  let before = Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { log, slope } = logValue(flows, rate, frequency);
    const change = (target - log) / slope;
    if (!Number.isFinite(change)) break;
    rate += change;
    // The steps shrink until rounding is all that is left of them.
    if (Math.abs(change) <= 1e-16 || (Math.abs(change) < 1e-9 && Math.abs(change) >= before)) return rate;
    before = Math.abs(change);
  }
  throw new PricingError('PRICING_NO_SOLUTION', `no yield was found for a dirty price of ${price}`);
}

/** Logarithm of the value at a continuous yield and its derivative; scaled, so that no exponential overflows. */
function logValue(flows: readonly CashFlow[], rate: number, frequency: number): { log: number; slope: number } {
  const exponents = flows.map(({ periods }) => (-rate * periods) / frequency);
  const most = Math.max(...exponents);
  let sum = 0;
  let weighed = 0;
  for (let i = 0; i < flows.length; i++) {
    const worth = flows[i].amount * Math.exp(exponents[i] - most);
    sum += worth;
    weighed += (flows[i].periods / frequency) * worth;
  }
  return { log: most + Math.log(sum), slope: -weighed / sum };
}

/** The value at simple interest is convex and falling from infinity, at the rate that leaves the last payment nothing. */
function simpleYield(flows: readonly CashFlow[], price: number, frequency: number): number {
  const longest = flows[flows.length - 1].periods / frequency;
  // Left of the root, from where Newton's method rises to it: each payment alone is worth less than the price there.
  let rate = (flows[flows.length - 1].amount / price - 1) / longest;
  for (let step = 0; step < MAX_STEPS; step++) {
    let value = 0;
    let slope = 0;
    for (const { amount, periods } of flows) {
      const years = periods / frequency;
      const growth = 1 + rate * years;
      value += amount / growth;
      slope -= (amount * years) / (growth * growth);
    }
    const change = (price - value) / slope;
    rate += change;
    if (Math.abs(change) <= 1e-15 * Math.max(1, Math.abs(rate))) return rate;
  }
  throw new PricingError('PRICING_NO_SOLUTION', `no simple yield was found for a dirty price of ${price}`);
}
