import { describe, expect, it } from '@jest/globals';
import { formatIso } from '@bourseworks/domain';
import { isDate, LocalDay } from './local-day.js';

const OPEN = 34_200_000; // 09:30
const hour = 3_600_000;
const at = (date: string, ms: number): string =>
  formatIso(new LocalDay('America/New_York', date).toUtcUs(ms)).slice(0, 16);

describe('LocalDay', () => {
  it.each([
    ['winter', '20131204', OPEN, '2013-12-04T14:30'],
    ['summer', '20131007', OPEN, '2013-10-07T13:30'],
    ['the day clocks go forward, before', '20140309', hour, '2014-03-09T06:00'],
    ['the day clocks go forward, after', '20140309', OPEN, '2014-03-09T13:30'],
    ['the day clocks go back, before', '20131103', 0, '2013-11-03T04:00'],
    ['the day clocks go back, after', '20131103', OPEN, '2013-11-03T14:30'],
  ])('New York in %s', (_, date, ms, expected) => {
    expect(at(date, ms)).toBe(expected);
  });

  it.each([
    ['20131007', 24],
    ['20140309', 23],
    ['20131103', 25],
  ])('%s has %i hours in New York', (date, hours) => {
    const day = new LocalDay('America/New_York', date);
    expect((day.endUs - day.startUs) / 3_600_000_000).toBe(hours);
  });

  it('knows real dates', () => {
    expect(['20140229', '20140301', '2014031', '20141301'].map(isDate)).toEqual([false, true, false, false]);
  });
});
