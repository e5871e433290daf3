import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk } from '../result.js';
import { formatIso } from '../time.js';
import type { CalendarRules, SessionHours, SessionPhase } from './calendar-rules.js';
import { dateOf, WEEKDAYS } from './local-time.js';
import { MarketCalendar, type Session } from './market-calendar.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const text = ({ phase, opensUs, closesUs }: Session): string =>
  `${phase} ${formatIso(opensUs).slice(0, 16)} ${formatIso(closesUs).slice(0, 16)}`;

const DAY: readonly SessionHours[] = [
  { open: '04:00', close: '09:30', phase: 'pre' },
  { open: '09:30', close: '16:00' },
  { open: '16:00', close: '20:00', phase: 'post' },
];
const NEW_YORK: CalendarRules = {
  timeZone: 'America/New_York',
  week: { MON: DAY, TUE: DAY, WED: DAY, THU: DAY, FRI: DAY },
  holidays: ['2024-07-04'],
  earlyCloses: { '2024-07-03': '13:00' },
  lateOpens: { '2024-07-05': '10:30' },
};
/** A lunch break, as in Tokyo. */
const TOKYO: CalendarRules = {
  timeZone: 'Asia/Tokyo',
  week: {
    MON: [
      { open: '09:00', close: '11:30' },
      { open: '12:30', close: '15:30' },
    ],
  },
};
/** From 17:00 to 16:00 of the next day, from Sunday on. */
const NIGHT: readonly SessionHours[] = [{ open: '17:00', close: '40:00' }];
const GLOBEX: CalendarRules = {
  timeZone: 'America/Chicago',
  week: { SUN: NIGHT, MON: NIGHT, TUE: NIGHT, WED: NIGHT, THU: NIGHT },
  earlyCloses: { '2024-07-03': '36:00' },
};
const of = (rules: CalendarRules): MarketCalendar => expectOk(MarketCalendar.of(rules));

/** Sessions that open on a day of 2024. */
function sessionsOfYear(calendar: MarketCalendar): Session[] {
  return Array.from({ length: 366 }, (_, day) => calendar.sessionsOf(dateOf(19_723 + day))).flat();
}

describe('MarketCalendar', () => {
  it.each<[string, string, SessionPhase | 'closed']>([
    ['the night', '2024-07-01T07:59:59.999Z', 'closed'],
    ['the pre-market', '2024-07-01T08:00:00Z', 'pre'],
    ['its last moment', '2024-07-01T13:29:59.999Z', 'pre'],
    ['the open', '2024-07-01T13:30:00Z', 'regular'],
    ['the close', '2024-07-01T20:00:00Z', 'post'],
    ['the evening', '2024-07-02T00:00:00Z', 'closed'],
    ['after an early close', '2024-07-03T17:00:00Z', 'closed'],
    ['before it', '2024-07-03T16:59:59.999Z', 'regular'],
    ['a holiday', '2024-07-04T15:00:00Z', 'closed'],
    ['before a late open', '2024-07-05T14:29:59.999Z', 'closed'],
    ['at it', '2024-07-05T14:30:00Z', 'regular'],
    ['a Saturday', '2024-07-06T15:00:00Z', 'closed'],
    ['the open of the Monday after the clocks changed', '2024-03-11T13:30:00Z', 'regular'],
    ['the same time on the Friday before', '2024-03-08T13:30:00Z', 'pre'],
  ])('%s: %s is %s', (_name, moment, phase) => {
    const calendar = of(NEW_YORK);
    expect(calendar.phaseAt(us(moment))).toBe(phase);
    expect(calendar.isOpen(us(moment))).toBe(phase === 'regular');
  });

  it('tells the sessions of a day', () => {
    expect(of(NEW_YORK).sessionsOf('2024-07-03').map(text)).toEqual([
      'pre 2024-07-03T08:00 2024-07-03T13:30',
      'regular 2024-07-03T13:30 2024-07-03T17:00',
    ]);
    expect(of(NEW_YORK).sessionsOf('2024-07-04')).toEqual([]);
    expect(of(TOKYO).sessionsOf('2024-07-01').map(text)).toEqual([
      'regular 2024-07-01T00:00 2024-07-01T02:30',
      'regular 2024-07-01T03:30 2024-07-01T06:30',
    ]);
    expect(() => of(TOKYO).sessionsOf('2024-7-1')).toThrow(RangeError);
  });

  it('closes a session over midnight early by the day on which it opened', () => {
    expect(of(GLOBEX).sessionsOf('2024-07-03').map(text)).toEqual(['regular 2024-07-03T22:00 2024-07-04T17:00']);
    expect(of(GLOBEX).isOpen(us('2024-07-04T18:00:00Z'))).toBe(false);
  });

  it('finds the next session, over holidays and weekends', () => {
    const calendar = of(NEW_YORK);
    const next = (iso: string, phase?: SessionPhase): string | undefined => {
      const session = calendar.next(us(iso), phase);
      return session && text(session);
    };
    expect(next('2024-07-03T16:00:00Z', 'regular')).toBe('regular 2024-07-05T14:30 2024-07-05T20:00');
    expect(next('2024-07-05T20:30:00Z')).toBe('pre 2024-07-08T08:00 2024-07-08T13:30');
    expect(next('2024-07-08T08:00:00Z')).toBe('regular 2024-07-08T13:30 2024-07-08T20:00');
    expect(of({ timeZone: 'UTC', week: {} }).next(0)).toBeUndefined();
    expect(of(TOKYO).next(us('2024-07-01T00:00:00Z'), 'pre')).toBeUndefined();
  });

  it('tells the same of a moment whatever was asked before, and what the sessions of the days tell', () => {
    const moment = fc.integer({ min: us('2024-03-01T00:00:00Z') / 1e6, max: us('2024-11-30T00:00:00Z') / 1e6 });
    const later = fc.integer({ min: -72_000, max: 72_000 });
    for (const rules of [NEW_YORK, TOKYO, GLOBEX]) {
      const asked = of(rules);
      const sessions = sessionsOfYear(of(rules));
      fc.assert(
        fc.property(moment, later, (seconds, more) => {
          for (const at of [seconds * 1_000_000, (seconds + more) * 1_000_000]) {
            const expected = sessions.find(({ opensUs, closesUs }) => opensUs <= at && at < closesUs);
            expect(asked.sessionAt(at)).toEqual(expected);
          }
        }),
      );
    }
  });

  it('has sessions in order and apart', () => {
    for (const rules of [NEW_YORK, TOKYO, GLOBEX]) {
      const calendar = of(rules);
      let last = 0;
      for (let at = us('2024-01-01T00:00:00Z'); at < us('2024-12-31T00:00:00Z');) {
        const session = calendar.next(at);
        if (session === undefined) throw new Error('a year of sessions ended');
        expect(session.opensUs).toBeGreaterThanOrEqual(last);
        expect(session.closesUs).toBeGreaterThan(session.opensUs);
        last = session.closesUs;
        at = session.opensUs;
      }
    }
  });
});

describe('rules of a calendar', () => {
  const bad: [string, Partial<CalendarRules>][] = [
    ['a time zone that does not exist', { timeZone: 'America/Springfield' }],
    ['a close before the open', { week: { MON: [{ open: '09:30', close: '09:30' }] } }],
    ['sessions that overlap', { week: { MON: [DAY[1], { open: '15:59', close: '20:00' }] } }],
    ['an open on the next day', { week: { MON: [{ open: '24:00', close: '25:00' }] } }],
    ['a close two days later', { week: { MON: [{ open: '09:30', close: '48:01' }] } }],
    ['a session that runs into the next', { week: { SAT: [{ open: '17:00', close: '41:01' }], SUN: NIGHT } }],
    ['a time that is none', { week: { MON: [{ open: '9:30', close: '16:00' }] } }],
    ['minutes beyond an hour', { week: { MON: [{ open: '09:60', close: '16:00' }] } }],
    ['more sessions than a day has', { week: { MON: Array.from({ length: 17 }, () => DAY[1]) } }],
    ['a holiday that is no date', { holidays: ['2024-02-30'] }],
    ['an early close on no date', { earlyCloses: { 'the third of July': '13:00' } }],
    ['an early close at no time', { earlyCloses: { '2024-07-03': 'noon' } }],
    ['a late open at no time', { lateOpens: { '2024-07-03': 'noon' } }],
  ];
  it.each(bad)('are refused with %s', (_name, change) => {
    const result = MarketCalendar.of({ ...NEW_YORK, ...change });
    expect(result).toMatchObject({ ok: false, refusal: { code: 'DATA_FORMAT' } });
  });

  it('may leave a day to the next without a pause', () => {
    const whole: readonly SessionHours[] = [{ open: '00:00', close: '24:00' }];
    const week = Object.fromEntries(WEEKDAYS.map((day) => [day, whole]));
    const calendar = of({ timeZone: 'UTC', week });
    expect([us('2024-06-30T23:59:59Z'), us('2024-07-01T00:00:00Z')].map((at) => calendar.isOpen(at))).toEqual([
      true,
      true,
    ]);
  });
});
