import { checkPositive } from '../checks.js';
import type { Day } from '../rates/day.js';
import type { Bond } from './bond.js';
import { valueAt, type YieldBasis } from './yield.js';

/** How the price of a bond answers its yield. */
export interface BondMeasures {
  /** Dirty price for 100 of face. */
  readonly price: number;
  /** Mean time to the payments, weighed by their worth, in years (F. Macaulay). */
  readonly macaulayDuration: number;
  /** Relative fall of the dirty price for a rise of the yield: -(dP/dy) / P, in years. */
  readonly modifiedDuration: number;
  /** (d2P/dy2) / P, in years squared. */
  readonly convexity: number;
  /** Fall of the price for 100 of face when the yield rises by a basis point: -(dP/dy) * 0.0001. */
  readonly dv01: number;
}

/** Durations, convexity and value of a basis point at a yield, exact derivatives. Throws PRICING_INPUT. */
export function bondMeasures(
  bond: Bond,
  yieldRate: number,
  settlement: Day,
  basis: YieldBasis = 'street',
): BondMeasures {
  const { price, slope, bend, meanYears } = valueAt(bond, yieldRate, settlement, basis);
  return {
    price,
    macaulayDuration: meanYears,
    modifiedDuration: -slope / price,
    convexity: bend / price,
    dv01: -slope * 1e-4,
  };
}

export interface EffectiveMeasures {
  /** (P(-shift) - P(shift)) / (2 P(0) shift), in years. */
  readonly duration: number;
  /** (P(-shift) + P(shift) - 2 P(0)) / (P(0) shift^2), in years squared. */
  readonly convexity: number;
}

/**
 * Effective duration and convexity of anything that has a price when all rates have moved by `shift`; also where payments
 * depend on rates. A shift of 0.0001 is a basis point; convexity needs one that is not lost in rounding. Throws PRICING_INPUT.
 */
export function effectiveMeasures(priceAt: (shift: number) => number, shift = 1e-3): EffectiveMeasures {
  checkPositive('shift', shift);
  const now = priceAt(0);
  const up = priceAt(shift);
  const down = priceAt(-shift);
  checkPositive('price', now);
  return { duration: (down - up) / (2 * now * shift), convexity: (up + down - 2 * now) / (now * shift * shift) };
}
