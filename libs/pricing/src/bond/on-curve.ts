import { checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { type Compounding, growthOf, rateOf } from '../rates/compounding.js';
import type { DatedCurve } from '../rates/dated-curve.js';
import type { Day } from '../rates/day.js';
import type { Bond } from './bond.js';

/** A payment seen from settlement, with what the curve asks for its time. */
interface Discounted {
  readonly amount: number;
  readonly years: number;
  /** Zero rate from settlement, in the compounding of the spread. */
  readonly rate: number;
}

const MAX_STEPS = 100;

/**
 * Dirty price at settlement by the discount factors of a curve, for 100 of face, with a spread on its zero rates. Payments
 * count on the days they are paid. Throws PRICING_INPUT.
 */
export function dirtyPriceOnCurve(
  bond: Bond,
  curve: DatedCurve,
  settlement: Day,
  spread = 0,
  compounding: Compounding = 'continuous',
): number {
  return sum(seenFrom(bond, curve, settlement, compounding), spread, compounding).value;
}

/** As `dirtyPriceOnCurve`, less accrued interest. */
export function cleanPriceOnCurve(
  bond: Bond,
  curve: DatedCurve,
  settlement: Day,
  spread = 0,
  compounding: Compounding = 'continuous',
): number {
  return dirtyPriceOnCurve(bond, curve, settlement, spread, compounding) - bond.accrued(settlement);
}

/**
 * Z-spread: what must be added to all zero rates of the curve for the bond to be worth its clean price. Throws PRICING_INPUT
 * and PRICING_NO_SOLUTION.
 */
export function zSpread(
  bond: Bond,
  clean: number,
  curve: DatedCurve,
  settlement: Day,
  compounding: Exclude<Compounding, 'simple'> = 'continuous',
): number {
  const price = clean + bond.accrued(settlement);
  checkPositive('dirty price', price);
  const payments = seenFrom(bond, curve, settlement, compounding);
  let spread = 0;
  let before = Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { value, slope } = sum(payments, spread, compounding);
    // Newton's method on the logarithm of the value, as for a yield.
    let change = (Math.log(value / price) * value) / -slope;
    // A period cannot cost its whole capital: go half the way to where it would.
    if (typeof compounding === 'number') {
      const room = compounding + Math.min(...payments.map(({ rate }) => rate)) + spread;
      change = Math.max(change, -room / 2);
    }
    if (!Number.isFinite(change)) break;
    spread += change;
    if (Math.abs(change) <= 1e-16 || (Math.abs(change) < 1e-9 && Math.abs(change) >= before)) return spread;
    before = Math.abs(change);
  }
  throw new PricingError('PRICING_NO_SOLUTION', `no spread was found for a dirty price of ${price}`);
}

function seenFrom(bond: Bond, curve: DatedCurve, settlement: Day, compounding: Compounding): Discounted[] {
  const start = curve.timeOf(settlement);
  const now = curve.discount(start);
  return bond.cashFlows(settlement).map(({ amount, paid }) => {
    const years = curve.timeOf(paid) - start;
    return { amount, years, rate: rateOf(now / curve.discountOn(paid), years, compounding) };
  });
}

/** Value at a spread and its derivative by it. */
function sum(
  payments: readonly Discounted[],
  spread: number,
  compounding: Compounding,
): { value: number; slope: number } {
  let value = 0;
  let slope = 0;
  for (const { amount, years, rate } of payments) {
    const worth = amount / growthOf(rate + spread, years, compounding);
    value += worth;
    if (compounding === 'continuous') slope -= years * worth;
    else if (compounding === 'simple') slope -= (years / (1 + (rate + spread) * years)) * worth;
    else slope -= (years / (1 + (rate + spread) / compounding)) * worth;
  }
  return { value, slope };
}
