import type { Curve } from './curve.js';
import { checkDay, type Day } from './day.js';
import { type DayCount, yearFraction } from './day-count.js';

/** A curve for payments on days, seen from its reference day. */
export class DatedCurve implements Curve {
  constructor(
    readonly curve: Curve,
    readonly reference: Day,
    readonly dayCount: DayCount = 'ACT/365F',
  ) {
    checkDay(reference);
  }

  /** Years from the reference to the day. */
  timeOf(day: Day): number {
    return yearFraction(this.reference, day, this.dayCount);
  }

  discount(years: number): number {
    return this.curve.discount(years);
  }

  /** Discount factor of a payment on the day. Throws PRICING_INPUT before the reference. */
  discountOn(day: Day): number {
    return this.curve.discount(this.timeOf(day));
  }
}
