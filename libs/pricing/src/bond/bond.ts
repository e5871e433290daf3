import { checkFinite, checkNonNegative, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { addBusinessDays, adjust, type Adjustment, type BusinessCalendar, EVERY_DAY } from '../rates/calendar.js';
import { addMonths, checkDay, civil, type Day, formatDay } from '../rates/day.js';
import { countDays, type DayCount } from '../rates/day-count.js';

/** ACT/ACT ICMA: actual days over those of the coupon period (ICMA rule 251); the others as in `DayCount`. */
export type BondDayCount = 'ACT/ACT ICMA' | Exclude<DayCount, 'BUS/252' | 'ACT/ACT ISDA'>;

export interface BondTerms {
  /** Annual rate on the face, 0 for a zero-coupon bond: 0.05 is 5 %. */
  readonly coupon: number;
  /** Coupons a year. */
  readonly frequency: 1 | 2 | 4 | 12;
  readonly maturity: Day;
  readonly dayCount: BondDayCount;
  /** Since when interest accrues; a bond without it is taken to have existed always. */
  readonly issue?: Day;
  /** End of the first period, if that is longer than a regular one. */
  readonly firstCoupon?: Day;
  /** Paid at maturity for 100 of face; 100 by default. */
  readonly redemption?: number;
  /** Whether a bond that matures at the end of a month pays at the ends of months, as government bonds do; true by default. */
  readonly endOfMonth?: boolean;
  /** From how many days before a coupon the seller keeps it: business days where a calendar is given. */
  readonly exCoupon?: { readonly days: number; readonly calendar?: BusinessCalendar };
  /** When payments are made that fall due on a day off; used for values from a curve only, yields take the days as due. */
  readonly payment?: { readonly adjustment: Adjustment; readonly calendar: BusinessCalendar };
}

/** A payment for 100 of face. */
export interface CashFlow {
  /** Day it is due by the schedule. */
  readonly due: Day;
  /** Day it is paid. */
  readonly paid: Day;
  readonly amount: number;
  /** Coupon periods from settlement until it is due, by the bond's day count. */
  readonly periods: number;
}

/** More coupons than any bond has: a perpetual one is not priced by a sum. */
const MAX_COUPONS = 12 * 200;

/**
 * A bond with a fixed coupon and regular periods counted back from maturity; the first may be short or long. All amounts
 * are for 100 of face.
 *
 * Time is measured on the schedule: whole coupon periods, and within one the share that the day count has seen, so that
 * accrued interest and the exponents of a yield agree (SIFMA, Standard Securities Calculation Methods).
 */
export class Bond {
  readonly redemption: number;
  private readonly monthsApart: number;
  private readonly endOfMonth: boolean;

  /** Throws PRICING_INPUT. */
  constructor(readonly terms: BondTerms) {
    const { coupon, frequency, maturity, redemption = 100, endOfMonth = true, issue, firstCoupon, exCoupon } = terms;
    checkNonNegative('coupon', coupon);
    checkFinite('coupon', coupon);
    checkPositive('redemption', redemption);
    checkDay(maturity);
    if (![1, 2, 4, 12].includes(frequency)) {
      throw new PricingError('PRICING_INPUT', `frequency must be 1, 2, 4 or 12: ${frequency}`);
    }
    if (issue !== undefined && checkDay(issue) >= maturity) {
      throw new PricingError('PRICING_INPUT', `issue must be before maturity: ${formatDay(issue)}`);
    }
    if (exCoupon !== undefined && !(Number.isInteger(exCoupon.days) && exCoupon.days >= 0 && exCoupon.days <= 60)) {
      throw new PricingError('PRICING_INPUT', `exCoupon must be 0 to 60 days: ${exCoupon.days}`);
    }
    this.redemption = redemption;
    this.monthsApart = 12 / frequency;
    this.endOfMonth = endOfMonth;
    if (firstCoupon !== undefined) this.checkFirst(firstCoupon);
    // Refuses an unknown day count here and not at the first price.
    this.positionOf(maturity - 1);
  }

  /** Payments after settlement, in order; without the next coupon where settlement is ex coupon. Throws PRICING_INPUT. */
  cashFlows(settlement: Day): CashFlow[] {
    const { adjustment, calendar } = this.terms.payment ?? { adjustment: 'none', calendar: EVERY_DAY };
    const from = this.positionOf(this.checkSettlement(settlement));
    const flows: CashFlow[] = [];
    for (let back = Math.ceil(-from) - 1; back >= 0; back--) {
      const due = this.dueDay(back);
      let amount = this.paysCoupon(due) && !this.isEx(settlement, due) ? this.couponAt(back) : 0;
      if (back === 0) amount += this.redemption;
      if (amount > 0) flows.push({ due, paid: adjust(due, adjustment, calendar), amount, periods: -back - from });
    }
    return flows;
  }

  /**
   * Interest since the last coupon, which the buyer owes the seller; negative when settlement is ex coupon: then what
   * is lacking until the coupon. Throws PRICING_INPUT.
   */
  accrued(settlement: Day): number {
    const at = this.positionOf(this.checkSettlement(settlement));
    let back = Math.ceil(-at) - 1;
    while (back > 0 && !this.paysCoupon(this.dueDay(back))) back -= 1;
    const next = this.dueDay(back);
    if (this.isEx(settlement, next)) return -this.interest(settlement, next);
    const previous = this.dueDay(back + 1);
    return this.interest(this.paysCoupon(previous) ? previous : (this.terms.issue ?? previous), settlement);
  }

  /** Interest from one day to another by the day count. */
  private interest(from: Day, to: Day): number {
    const { coupon, frequency, dayCount } = this.terms;
    if (dayCount === 'ACT/360') return (100 * coupon * (to - from)) / 360;
    if (dayCount === 'ACT/365F') return (100 * coupon * (to - from)) / 365;
    return ((100 * coupon) / frequency) * (this.positionOf(to) - this.positionOf(from));
  }

  private couponAt(back: number): number {
    const { coupon, frequency, issue } = this.terms;
    const due = this.dueDay(back);
    const isFirst = issue !== undefined && this.firstCouponDay() === due;
    if (isFirst && this.dueDay(back + 1) !== issue) return this.interest(issue, due);
    return (100 * coupon) / frequency;
  }

  private paysCoupon(due: Day): boolean {
    return due >= this.firstCouponDay();
  }

  private firstCouponDay(): Day {
    const { issue, firstCoupon } = this.terms;
    if (firstCoupon !== undefined) return firstCoupon;
    return issue === undefined ? -Infinity : this.dueDay(Math.ceil(-this.positionOf(issue)) - 1);
  }

  private isEx(settlement: Day, due: Day): boolean {
    const { exCoupon } = this.terms;
    if (!exCoupon || exCoupon.days === 0) return false;
    const { days, calendar } = exCoupon;
    return settlement >= (calendar ? addBusinessDays(due, -days, calendar) : due - days);
  }

  /** The day on which the coupon falls due that is `back` periods before maturity. */
  private dueDay(back: number): Day {
    return addMonths(this.terms.maturity, -back * this.monthsApart, this.endOfMonth);
  }

  /** Coupon periods from maturity to the day, negative before it. */
  private positionOf(day: Day): number {
    const end = civil(this.terms.maturity);
    const at = civil(day);
    const months = (end.year - at.year) * 12 + end.month - at.month;
    let back = Math.floor(months / this.monthsApart);
    while (this.dueDay(back) > day) back += 1;
    while (this.dueDay(back - 1) <= day) back -= 1;
    const start = this.dueDay(back);
    if (start === day) return -back || 0;
    return -back + this.shareOf(start, day, this.dueDay(back - 1));
  }

  /** Share of the period from `start` to `end` that has passed on `day`, below 1. */
  private shareOf(start: Day, day: Day, end: Day): number {
    const { dayCount, frequency } = this.terms;
    if (dayCount === 'ACT/ACT ICMA') return (day - start) / (end - start);
    const days = countDays(start, day, dayCount);
    if (dayCount === 'ACT/360' || dayCount === 'ACT/365F') return days / (end - start);
    return Math.min((days * frequency) / 360, 1);
  }

  private checkFirst(firstCoupon: Day): void {
    const { issue, maturity } = this.terms;
    const onSchedule = Number.isInteger(this.positionOf(checkDay(firstCoupon)));
    if (issue === undefined || firstCoupon <= issue || firstCoupon > maturity || !onSchedule) {
      throw new PricingError(
        'PRICING_INPUT',
        `firstCoupon must be a day of the schedule after issue: ${formatDay(firstCoupon)}`,
      );
    }
  }

  private checkSettlement(settlement: Day): Day {
    const { issue, maturity } = this.terms;
    if (checkDay(settlement) >= maturity || (issue !== undefined && settlement < issue)) {
      throw new PricingError(
        'PRICING_INPUT',
        `settlement must be from issue to before maturity: ${formatDay(settlement)}`,
      );
    }
    if (-this.positionOf(settlement) > MAX_COUPONS) {
      throw new PricingError('PRICING_INPUT', `a bond has at most ${MAX_COUPONS} coupons left`);
    }
    return settlement;
  }
}
