import { PricingError } from '../errors.js';
import { type BusinessCalendar, businessDaysBetween } from './calendar.js';
import { checkDay, civil, type CivilDate, type Day, dayFrom, daysInMonth, isLeapYear } from './day.js';

/**
 * How days become a share of a year.
 *
 * | name | days over |
 * |---|---|
 * | ACT/360, ACT/365F | actual days over 360, over 365 |
 * | ACT/ACT ISDA | days in leap years over 366, the others over 365 (2006 ISDA Definitions, 4.16(b)) |
 * | 30/360 US | months of 30 days; the end of February counts as the 30th (SIFMA, Standard Securities Calculation Methods) |
 * | 30/360 | the bond basis of ISDA, 4.16(f): as US, but February as it is |
 * | 30E/360 | the Eurobond basis of ISDA, 4.16(g): the 31st is always the 30th |
 * | BUS/252 | business days of a calendar over 252 (Brazil) |
 *
 * The share of a coupon period, ACT/ACT ICMA, depends on the schedule: see `Bond`.
 */
export type DayCount = 'ACT/360' | 'ACT/365F' | 'ACT/ACT ISDA' | '30/360 US' | '30/360' | '30E/360' | 'BUS/252';

/** Days from one to the other as the convention counts them; negative when they are reversed. */
export function countDays(from: Day, to: Day, convention: DayCount, calendar?: BusinessCalendar): number {
  checkDay(from);
  checkDay(to);
  if (to < from) return -countDays(to, from, convention, calendar);
  switch (convention) {
    case 'ACT/360':
    case 'ACT/365F':
    case 'ACT/ACT ISDA':
      return to - from;
    case '30/360 US':
      return thirtyUs(civil(from), civil(to));
    case '30/360':
      return thirtyIsda(civil(from), civil(to));
    case '30E/360':
      return thirtyEuropean(civil(from), civil(to));
    case 'BUS/252':
      return businessDaysBetween(from, to, calendarOf(calendar));
    default:
      throw new PricingError('PRICING_INPUT', `no day count: ${String(convention)}`);
  }
}

/** Years from one day to the other; negative when they are reversed. BUS/252 needs a calendar. */
export function yearFraction(from: Day, to: Day, convention: DayCount, calendar?: BusinessCalendar): number {
  if (convention === 'ACT/ACT ISDA') return actualActual(checkDay(from), checkDay(to));
  return countDays(from, to, convention, calendar) / yearOf(convention);
}

function yearOf(convention: DayCount): number {
  if (convention === 'ACT/365F') return 365;
  return convention === 'BUS/252' ? 252 : 360;
}

function calendarOf(calendar: BusinessCalendar | undefined): BusinessCalendar {
  if (calendar) return calendar;
  throw new PricingError('PRICING_INPUT', 'BUS/252 counts the business days of a calendar: give one');
}

function actualActual(from: Day, to: Day): number {
  if (to < from) return -actualActual(to, from);
  const first = civil(from).year;
  const last = civil(to).year;
  if (first === last) return (to - from) / daysOf(first);
  const head = (dayFrom(first + 1, 1, 1) - from) / daysOf(first);
  const tail = (to - dayFrom(last, 1, 1)) / daysOf(last);
  return head + (last - first - 1) + tail;
}

function daysOf(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

function thirty(from: CivilDate, to: CivilDate, fromDay: number, toDay: number): number {
  return 360 * (to.year - from.year) + 30 * (to.month - from.month) + (toDay - fromDay);
}

function thirtyUs(from: CivilDate, to: CivilDate): number {
  let { dayOfMonth: first } = from;
  let { dayOfMonth: last } = to;
  if (isFebruaryEnd(from)) {
    if (isFebruaryEnd(to)) last = 30;
    first = 30;
  }
  if (last === 31 && first >= 30) last = 30;
  if (first === 31) first = 30;
  return thirty(from, to, first, last);
}

function thirtyIsda(from: CivilDate, to: CivilDate): number {
  const first = Math.min(from.dayOfMonth, 30);
  const last = to.dayOfMonth === 31 && first === 30 ? 30 : to.dayOfMonth;
  return thirty(from, to, first, last);
}

function thirtyEuropean(from: CivilDate, to: CivilDate): number {
  return thirty(from, to, Math.min(from.dayOfMonth, 30), Math.min(to.dayOfMonth, 30));
}

function isFebruaryEnd({ year, month, dayOfMonth }: CivilDate): boolean {
  return month === 2 && dayOfMonth === daysInMonth(year, month);
}
