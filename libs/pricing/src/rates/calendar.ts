import { PricingError } from '../errors.js';
import { checkDay, civil, type Day, weekday } from './day.js';

/** Which days are business days. A calendar of an exchange or a bank gives its own. */
export interface BusinessCalendar {
  isBusinessDay(day: Day): boolean;
}

/**
 * What becomes of a date that is no business day: the next one, the next one unless that is in another month, and the same
 * backwards.
 */
export type Adjustment = 'none' | 'following' | 'modified following' | 'preceding' | 'modified preceding';

/** Longest run of days without a business day that is taken for a market's: a calendar without any would loop for ever. */
const LONGEST_CLOSURE = 366;

const SATURDAY = 6;
const SUNDAY = 0;

/** Every day is a business day. */
export const EVERY_DAY: BusinessCalendar = { isBusinessDay: () => true };

/** Monday to Friday, without the holidays that are given. */
export function weekdayCalendar(holidays: Iterable<Day> = []): BusinessCalendar {
  const closed = new Set<Day>(holidays);
  return {
    isBusinessDay(day) {
      const at = weekday(day);
      return at !== SATURDAY && at !== SUNDAY && !closed.has(day);
    },
  };
}

/** The date moved to a business day by the adjustment. Throws PRICING_INPUT for a calendar without any. */
export function adjust(day: Day, adjustment: Adjustment, calendar: BusinessCalendar): Day {
  checkDay(day);
  if (adjustment === 'none') return day;
  const forwards = adjustment === 'following' || adjustment === 'modified following';
  const moved = nearest(day, forwards ? 1 : -1, calendar);
  if (adjustment === 'following' || adjustment === 'preceding') return moved;
  return civil(moved).month === civil(day).month ? moved : nearest(day, forwards ? -1 : 1, calendar);
}

/** The business day that is `count` business days after the day, or before it when negative. Throws PRICING_INPUT for a calendar without any. */
export function addBusinessDays(day: Day, count: number, calendar: BusinessCalendar): Day {
  const step = count < 0 ? -1 : 1;
  let at = count === 0 ? nearest(day, 1, calendar) : checkDay(day);
  for (let left = Math.abs(count); left > 0; left--) at = nearest(at + step, step, calendar);
  return at;
}

/** Business days from the first day, which counts, to the last, which does not; negative when they are reversed. */
export function businessDaysBetween(from: Day, to: Day, calendar: BusinessCalendar): number {
  checkDay(from);
  checkDay(to);
  if (to < from) return -businessDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = from; day < to; day++) if (calendar.isBusinessDay(day)) count += 1;
  return count;
}

function nearest(day: Day, step: 1 | -1, calendar: BusinessCalendar): Day {
  for (let tries = 0, at = day; tries < LONGEST_CLOSURE; tries++, at += step) {
    if (calendar.isBusinessDay(at)) return at;
  }
  throw new PricingError('PRICING_INPUT', `the calendar has no business day within ${LONGEST_CLOSURE} days`);
}
