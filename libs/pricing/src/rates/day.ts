import { PricingError } from '../errors.js';

/**
 * A calendar day as whole days since 1970-01-01 in the proleptic Gregorian calendar. Differences of days are plain
 * subtractions; there is no time of day and no time zone.
 */
export type Day = number;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly dayOfMonth: number;
}

const MILLISECONDS_A_DAY = 86_400_000;
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of a date. Throws PRICING_INPUT for one that no calendar has, such as 30 February. */
export function dayFrom(year: number, month: number, dayOfMonth: number): Day {
  const known =
    Number.isInteger(year) &&
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    Number.isInteger(month) &&
    month >= 1 &&
    month <= 12 &&
    Number.isInteger(dayOfMonth) &&
    dayOfMonth >= 1 &&
    dayOfMonth <= daysInMonth(year, month);
  if (!known) throw new PricingError('PRICING_INPUT', `there is no date ${year}-${month}-${dayOfMonth}`);
  return serial(year, month, dayOfMonth);
}

/** The day of a date written as YYYY-MM-DD. Throws PRICING_INPUT. */
export function parseDay(text: string): Day {
  const parts = ISO.exec(text);
  if (!parts) throw new PricingError('PRICING_INPUT', `a date is written YYYY-MM-DD: ${text}`);
  return dayFrom(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** YYYY-MM-DD. */
export function formatDay(day: Day): string {
  const { year, month, dayOfMonth } = civil(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** Year, month and day of the month. */
export function civil(day: Day): CivilDate {
  const date = new Date(checkDay(day) * MILLISECONDS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** 0 Sunday to 6 Saturday. */
export function weekday(day: Day): number {
  return (((checkDay(day) + 4) % 7) + 7) % 7;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the day is the last of its month. */
export function isMonthEnd(day: Day): boolean {
  const { year, month, dayOfMonth } = civil(day);
  return dayOfMonth === daysInMonth(year, month);
}

/**
 * The same day of the month some months later or earlier, or the last of a month that is too short for it. With `endOfMonth`
 * the last day of a month goes to the last day of the other.
 */
export function addMonths(day: Day, months: number, endOfMonth = false): Day {
  const { year, month, dayOfMonth } = civil(day);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  const last = daysInMonth(toYear, toMonth);
  const toDay = endOfMonth && dayOfMonth === daysInMonth(year, month) ? last : Math.min(dayOfMonth, last);
  return dayFrom(toYear, toMonth, toDay);
}

/** The day itself, or PRICING_INPUT where it is no whole number of days within the years 1 to 9999. */
export function checkDay(day: Day): Day {
  if (Number.isInteger(day) && day >= EARLIEST && day <= LATEST) return day;
  throw new PricingError('PRICING_INPUT', `a day is a whole number of days since 1970-01-01: ${day}`);
}

function serial(year: number, month: number, dayOfMonth: number): Day {
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / MILLISECONDS_A_DAY;
}

const EARLIEST = serial(FIRST_YEAR, 1, 1);
const LATEST = serial(LAST_YEAR, 12, 31);
