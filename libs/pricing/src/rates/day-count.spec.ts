import { describe, expect, it } from '@jest/globals';
import { weekdayCalendar } from './calendar.js';
import { type DayCount, countDays, yearFraction } from './day-count.js';
import { parseDay } from './day.js';

/** From, to, days by 30/360 (ISDA), 30E/360 and 30/360 US: the examples of ISDA's note on 30/360, as in public test suites. */
const THIRTY: [string, string, number, number, number][] = [
  ['2006-08-20', '2007-02-20', 180, 180, 180],
  ['2007-08-20', '2008-02-20', 180, 180, 180],
  ['2006-08-31', '2007-02-28', 178, 178, 178],
  ['2007-02-28', '2007-08-31', 183, 182, 180],
  ['2007-08-31', '2008-02-29', 179, 179, 179],
  ['2008-02-29', '2008-08-31', 182, 181, 180],
  ['2009-02-28', '2009-08-31', 183, 182, 180],
  ['2006-01-31', '2006-02-28', 28, 28, 28],
  ['2006-01-30', '2006-02-28', 28, 28, 28],
  ['2006-02-28', '2006-03-03', 5, 5, 3],
  ['2006-02-14', '2006-02-28', 14, 14, 14],
  ['2006-09-30', '2006-10-31', 30, 30, 30],
  ['2006-10-31', '2006-11-28', 28, 28, 28],
  ['2008-02-28', '2008-08-28', 180, 180, 180],
  ['2008-02-28', '2008-08-30', 182, 182, 182],
  ['2008-02-28', '2008-08-31', 183, 182, 183],
  ['2007-02-26', '2008-02-28', 362, 362, 362],
  ['2007-02-26', '2008-02-29', 363, 363, 363],
  ['2008-02-29', '2009-02-28', 359, 359, 360],
  ['2008-02-28', '2008-03-30', 32, 32, 32],
  ['2008-02-28', '2008-03-31', 33, 32, 33],
];

/** EMU and Market Conventions: Recent Developments (ISDA, 1998), as in public test suites. */
const ACTUAL: [string, string, number][] = [
  ['2003-11-01', '2004-05-01', 0.497724380567],
  ['1999-02-01', '1999-07-01', 0.41095890411],
  ['1999-07-01', '2000-07-01', 1.0013773486],
  ['2002-08-15', '2003-07-15', 0.915068493151],
  ['2003-07-15', '2004-01-15', 0.504004790778],
  ['1999-07-30', '2000-01-30', 0.503892506924],
  ['2000-01-30', '2000-06-30', 0.415300546448],
];

describe('Day counts', () => {
  it.each(THIRTY)('months of 30 days from %s to %s', (from, to, isda, european, us) => {
    const days = (convention: DayCount) => countDays(parseDay(from), parseDay(to), convention);
    expect([days('30/360'), days('30E/360'), days('30/360 US')]).toEqual([isda, european, us]);
    expect(countDays(parseDay(to), parseDay(from), '30/360')).toBe(-isda);
    expect(yearFraction(parseDay(from), parseDay(to), '30E/360')).toBe(european / 360);
  });

  it.each(ACTUAL)('ACT/ACT ISDA from %s to %s', (from, to, expected) => {
    expect(yearFraction(parseDay(from), parseDay(to), 'ACT/ACT ISDA')).toBeCloseTo(expected, 11);
    expect(yearFraction(parseDay(to), parseDay(from), 'ACT/ACT ISDA')).toBeCloseTo(-expected, 11);
  });

  it('ACT/ACT ISDA counts whole years between as years', () => {
    expect(yearFraction(parseDay('2001-01-01'), parseDay('2011-01-01'), 'ACT/ACT ISDA')).toBe(10);
  });

  it('ACT over 360 and over 365', () => {
    const [from, to] = [parseDay('2024-01-01'), parseDay('2025-01-01')];
    expect(yearFraction(from, to, 'ACT/360')).toBe(366 / 360);
    expect(yearFraction(from, to, 'ACT/365F')).toBe(366 / 365);
  });

  it('BUS/252 counts the business days of its calendar', () => {
    // Published for Brazil, whose one holiday on a weekday of that time is Corpus Christi.
    const brazil = weekdayCalendar([parseDay('2003-06-19')]);
    const [from, to] = [parseDay('2003-05-16'), parseDay('2003-12-17')];
    expect(yearFraction(from, to, 'BUS/252', brazil)).toBeCloseTo(0.6031746031746, 13);
    expect(() => yearFraction(from, to, 'BUS/252')).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });

  it('refuses what is no day and no convention', () => {
    expect(() => yearFraction(0.5, 10, 'ACT/360')).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => yearFraction(0, NaN, 'ACT/ACT ISDA')).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => yearFraction(0, 1, 'ACT/364' as DayCount)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
