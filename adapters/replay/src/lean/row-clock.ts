import { US_PER_MINUTE, US_PER_SECOND, type MarketCalendar } from '@bourseworks/domain';
import { isDate, isoDate, LocalDay } from '../files/local-day.js';
import type { Row } from './row.js';

const MS_PER_DAY = 86_400_000;
const US_PER_HOUR = 60 * US_PER_MINUTE;
const MIDNIGHT = '00:00';

/** [startUs, endUs) of a bar. */
export interface Span {
  readonly startUs: number;
  readonly endUs: number;
}

/** When the bar of a row is, from its first cell. Throws DATA_FORMAT where that is no time. */
export type BarClock = (row: Row) => Span;

/** Bars of a length in a file of one day. Old files write the milliseconds as `60000.0`. */
export function dayClock(day: LocalDay, seconds: number): BarClock {
  return (row) => {
    const ms = Number(row.text(0));
    if (row.text(0) === '' || !Number.isInteger(ms) || ms < 0 || ms >= MS_PER_DAY)
      throw row.fail('the time is no millisecond of the day');
    const startUs = day.toUtcUs(ms);
    return { startUs, endUs: startUs + seconds * US_PER_SECOND };
  };
}

/** Hours of files for all time, by `YYYYMMDD HH:MM`. */
export function hourClock(zone: string): BarClock {
  const days = dayCache(zone);
  return (row) => {
    const { day, minutes } = stampOf(row, days);
    const startUs = day.toUtcUs(minutes * 60_000);
    return { startUs, endUs: startUs + US_PER_HOUR };
  };
}

/**
 * Days of files for all time. A day of a market with regular hours is its regular session, all of them if it has several; it is
 * the whole day, midnight to midnight, where no hours are known.
 */
export function dailyClock(zone: string, calendar: MarketCalendar | undefined): BarClock {
  const days = dayCache(zone);
  return (row) => {
    const { day, date, minutes } = stampOf(row, days);
    if (minutes !== 0) throw row.fail(`the time of a day is not ${MIDNIGHT}`);
    const whole = { startUs: day.startUs, endUs: day.endUs };
    const regular = calendar?.sessionsOf(isoDate(date)).filter(({ phase }) => phase === 'regular') ?? [];
    const last = regular.at(-1);
    return last === undefined ? whole : { startUs: regular[0].opensUs, endUs: last.closesUs };
  };
}

/** Ticks: milliseconds after midnight, with a fraction in newer files. */
export function tickUs(row: Row, day: LocalDay): number {
  const ms = Number(row.text(0));
  if (row.text(0) === '' || !(ms >= 0 && ms < MS_PER_DAY)) throw row.fail('the time is no millisecond of the day');
  return day.toUtcUs(ms);
}

type Days = (date: string) => LocalDay;

/** Rows of one day follow each other: only the last one is kept. */
function dayCache(zone: string): Days {
  let last: LocalDay | undefined;
  let lastDate = '';
  return (date) => {
    if (last === undefined || date !== lastDate) {
      last = new LocalDay(zone, date);
      lastDate = date;
    }
    return last;
  };
}

function stampOf(row: Row, days: Days): { readonly day: LocalDay; readonly date: string; readonly minutes: number } {
  const match = /^(\d{8}) ([01]\d|2[0-3]):([0-5]\d)$/.exec(row.text(0));
  if (match === null || !isDate(match[1])) throw row.fail('the time is no YYYYMMDD HH:MM');
  const [, date, hours, minutes] = match;
  return { day: days(date), date, minutes: Number(hours) * 60 + Number(minutes) };
}
