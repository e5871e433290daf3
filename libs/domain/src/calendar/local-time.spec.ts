import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatIso, US_PER_DAY } from '../time.js';
import { dateOf, dayOfDate, LocalTime, weekdayOf } from './local-time.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const HOUR = 3_600_000_000;

describe('LocalTime', () => {
  it('has days of 23 and 25 hours when the clocks change', () => {
    const local = new LocalTime('Europe/Berlin');
    const hours = (iso: string): number => {
      const day = local.dayOf(us(iso));
      return (local.at(day + 1, 0) - local.at(day, 0)) / HOUR;
    };
    expect([hours('2024-03-31T12:00:00Z'), hours('2024-10-27T12:00:00Z'), hours('2024-06-01T12:00:00Z')]).toEqual([
      23, 25, 24,
    ]);
  });

  it.each([
    ['America/New_York', '2024-03-10', 60, '2024-03-10T06:00'],
    ['America/New_York', '2024-03-10', 180, '2024-03-10T07:00'],
    ['America/New_York', '2024-11-03', 120, '2024-11-03T07:00'],
    ['Pacific/Auckland', '2024-09-29', 570, '2024-09-28T20:30'],
    ['Australia/Lord_Howe', '2024-10-06', 150, '2024-10-05T15:30'],
    ['Asia/Kolkata', '2024-06-03', 555, '2024-06-03T03:45'],
    ['UTC', '2024-06-03', 555, '2024-06-03T09:15'],
  ])('%s, %s, %i minutes after midnight', (zone, date, minutes, expected) => {
    expect(formatIso(new LocalTime(zone).at(Number(dayOfDate(date)), minutes)).slice(0, 16)).toBe(expected);
  });

  it('reads a wall time that is left out or repeated with one of the two offsets', () => {
    const local = new LocalTime('America/New_York');
    const at = (date: string, minutes: number): number => local.at(Number(dayOfDate(date)), minutes);
    expect([us('2024-03-10T06:30:00Z'), us('2024-03-10T07:30:00Z')]).toContain(at('2024-03-10', 150));
    expect([us('2024-11-03T05:30:00Z'), us('2024-11-03T06:30:00Z')]).toContain(at('2024-11-03', 90));
  });

  it.each(['America/New_York', 'Europe/London', 'Asia/Tokyo', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'UTC'])(
    'comes back to a moment from its wall time, %s',
    (zone) => {
      const local = new LocalTime(zone);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (seconds) => {
          const moment = seconds * 1_000_000;
          const wall = moment + local.offsetUs(moment);
          const back = local.atUs(wall);
          // A repeated wall time has two moments: either is right, both show the same clock.
          expect(back + local.offsetUs(back)).toBe(wall);
          expect(Math.abs(back - moment)).toBeLessThanOrEqual(HOUR);
          expect(local.dayOf(moment)).toBe(Math.floor(wall / US_PER_DAY));
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(['America/New_York', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'knows the offset of every hour of years, asked one after another, %s',
    (zone) => {
      const local = new LocalTime(zone);
      const hours = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let hour = us('2010-12-01T00:30:00Z'); hour < us('2014-01-01T00:00:00Z'); hour += HOUR) {
        const wall = Date.parse(`${hours.format(hour / 1_000).replace(' ', 'T')}Z`) * 1_000;
        if (hour + local.offsetUs(hour) !== wall) throw new Error(`${zone} at ${formatIso(hour)}`);
      }
    },
  );

  it('knows them too when more days were asked for than it remembers', () => {
    const local = new LocalTime('America/New_York');
    const summer = us('2013-07-01T12:00:00Z');
    for (let day = 0; day < 17_000; day++) local.offsetUs(summer + day * US_PER_DAY);
    expect([summer, us('2013-12-01T12:00:00Z')].map((moment) => local.offsetUs(moment) / HOUR)).toEqual([-4, -5]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => new LocalTime('America/Springfield')).toThrow(RangeError);
  });
});

describe('dates', () => {
  it('are days and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        expect(dayOfDate(dateOf(day))).toBe(day);
        expect(weekdayOf(day)).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
    );
  });

  it.each(['2017-9-3', '2017-13-01', '2017-02-30', 'yesterday', '', '20170903'])('%p is none', (text) => {
    expect(dayOfDate(text)).toBeUndefined();
  });
});
