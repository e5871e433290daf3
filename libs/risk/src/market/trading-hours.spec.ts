import { describe, expect, it } from '@jest/globals';
import { TradingDay } from './trading-day.js';
import { calendarOf } from './trading-hours.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const WEEK = ['MON', 'TUE', 'WED', 'THU', 'FRI'] as const;

describe('the session calendar', () => {
  const newYork = { timeZone: 'America/New_York', open: '09:30', close: '16:00', days: WEEK } as const;

  it.each([
    ['before the open', '2024-07-01T13:29:59.999Z', false],
    ['at the open in summer', '2024-07-01T13:30:00Z', true],
    ['before the close', '2024-07-01T19:59:59.999Z', true],
    ['at the close', '2024-07-01T20:00:00Z', false],
    ['at the open in winter', '2024-12-02T14:30:00Z', true],
    ['an hour before it in winter', '2024-12-02T13:30:00Z', false],
    ['on a Saturday', '2024-07-06T15:00:00Z', false],
    ['on the Monday after the clocks changed', '2024-03-11T13:30:00Z', true],
    ['on the Friday before', '2024-03-08T13:30:00Z', false],
    ['on a holiday', '2024-07-04T15:00:00Z', false],
    ['on the day after it', '2024-07-05T15:00:00Z', true],
  ])('%s', (_name, moment, open) => {
    const calendar = calendarOf({ ...newYork, holidays: ['2024-07-04', '2024-02-30'] });
    expect(calendar.isOpen(us(moment))).toBe(open);
  });

  it('gives the same answers in any order', () => {
    const calendar = calendarOf(newYork);
    const moments = Array.from({ length: 400 }, (_, n) => us('2024-03-01T00:00:00Z') + n * 3_599_000_000);
    const once = moments.map((moment) => calendar.isOpen(moment));
    const alone = moments.map((moment) => calendarOf({ ...newYork }).isOpen(moment));
    expect(once).toEqual(alone);
    expect(moments.toReversed().map((moment) => calendar.isOpen(moment))).toEqual(once.toReversed());
  });

  it('knows sessions over midnight: from Sunday evening to Monday afternoon', () => {
    const globex = { timeZone: 'America/Chicago', open: '17:00', close: '16:00' } as const;
    const calendar = calendarOf({ ...globex, days: ['SUN', 'MON', 'TUE', 'WED', 'THU'] });
    const open = (iso: string): boolean => calendar.isOpen(us(iso));
    expect([open('2024-07-07T21:59:00Z'), open('2024-07-07T22:00:00Z'), open('2024-07-08T05:30:00Z')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([open('2024-07-08T21:30:00Z'), open('2024-07-12T20:59:00Z'), open('2024-07-12T22:30:00Z')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('the trading day', () => {
  it('begins where a desk says, on every day of the year', () => {
    const day = new TradingDay({ timeZone: 'America/New_York', start: '17:00' });
    expect(day.startOf(us('2024-07-01T20:59:59Z'))).toBe(us('2024-06-30T21:00:00Z'));
    expect(day.startOf(us('2024-07-01T21:00:00Z'))).toBe(us('2024-07-01T21:00:00Z'));
    expect(day.startOf(us('2024-12-01T22:30:00Z'))).toBe(us('2024-12-01T22:00:00Z'));
    expect(new TradingDay().startOf(us('2024-12-01T23:59:59Z'))).toBe(us('2024-12-01T00:00:00Z'));
  });
});
