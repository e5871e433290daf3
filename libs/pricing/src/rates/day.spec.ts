import { describe, expect, it } from '@jest/globals';
import { addMonths, civil, type Day, dayFrom, daysInMonth, formatDay, isMonthEnd, parseDay, weekday } from './day.js';

describe('Day', () => {
  it('counts days since 1970-01-01 and reads them back, over leap years and centuries', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('2000-03-01') - parseDay('2000-02-28')).toBe(2);
    expect(parseDay('1900-03-01') - parseDay('1900-02-28')).toBe(1);
    expect(parseDay('0099-12-31')).toBeLessThan(parseDay('1899-12-31'));
    for (let day: Day = parseDay('1895-01-01'); day < parseDay('2105-01-01'); day += 17) {
      const { year, month, dayOfMonth } = civil(day);
      expect(dayFrom(year, month, dayOfMonth)).toBe(day);
      expect(parseDay(formatDay(day))).toBe(day);
      expect(isMonthEnd(day)).toBe(dayOfMonth === daysInMonth(year, month));
    }
  });

  it('knows the day of the week, before 1970 too', () => {
    expect(weekday(parseDay('2024-02-29'))).toBe(4);
    expect(weekday(parseDay('1969-07-20'))).toBe(0);
    expect(weekday(parseDay('1970-01-01'))).toBe(4);
  });

  it('adds months, held to the end of short ones', () => {
    const after = (from: string, months: number, endOfMonth = false) =>
      formatDay(addMonths(parseDay(from), months, endOfMonth));
    expect(after('2024-01-31', 1)).toBe('2024-02-29');
    expect(after('2024-02-29', 12)).toBe('2025-02-28');
    expect(after('2024-11-30', -9)).toBe('2024-02-29');
    expect(after('2024-02-29', 6)).toBe('2024-08-29');
    expect(after('2024-02-29', 6, true)).toBe('2024-08-31');
    expect(after('2024-01-15', -25)).toBe('2021-12-15');
  });

  it.each(['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '24-01-01', '2024-1-1', '0000-01-01', ''])(
    'refuses %s',
    (text) => {
      expect(() => parseDay(text)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    },
  );

  it.each([0.5, NaN, Infinity, 1e9])('refuses the day %d', (day) => {
    expect(() => civil(day)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => weekday(day)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });

  it('refuses to leave the calendar', () => {
    expect(() => addMonths(parseDay('9999-12-31'), 1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => addMonths(0, 0.5)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
