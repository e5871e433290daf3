import { dayOfDate, expectOk, MarketCalendar, minutesOf, type SessionHours, type Weekday } from '@bourseworks/domain';
import type { TradingHours } from '../config/risk-config.js';

/** One calendar for all paths of a rule: finding a session costs more than a whole chain of checks. */
const calendars = new WeakMap<TradingHours, MarketCalendar>();

export function calendarOf(hours: TradingHours): MarketCalendar {
  let calendar = calendars.get(hours);
  if (calendar === undefined) calendars.set(hours, (calendar = calendarFrom(hours)));
  return calendar;
}

/** Hours of a rule that was validated. */
function calendarFrom({ timeZone, open, close, days, holidays = [] }: TradingHours): MarketCalendar {
  const session = { open, close: minutesOf(close) > minutesOf(open) ? close : onNextDay(close) };
  const week: Partial<Record<Weekday, readonly SessionHours[]>> = {};
  for (const day of days) week[day] = [session];
  // Rules may name a 30th of February: it never comes.
  return expectOk(
    MarketCalendar.of({ timeZone, week, holidays: holidays.filter((date) => dayOfDate(date) !== undefined) }),
  );
}

const onNextDay = (clock: string): string => `${Number(clock.slice(0, 2)) + 24}${clock.slice(2)}`;
