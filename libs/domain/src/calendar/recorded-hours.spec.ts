import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { data, describeWithData } from '@bourseworks/testkit';
import { expectOk } from '../result.js';
import { US_PER_DAY, US_PER_MINUTE } from '../time.js';
import type { SessionHours, SessionPhase } from './calendar-rules.js';
import { dateOf, dayOfDate, weekdayOf, WEEKDAYS } from './local-time.js';
import { MarketCalendar, type Session } from './market-calendar.js';

const FILE = 'lean-data/market-hours/market-hours-subset.json';

interface Entry {
  readonly exchangeTimeZone: string;
  readonly holidays: readonly string[];
  readonly earlyCloses?: Readonly<Record<string, string>>;
  readonly lateOpens?: Readonly<Record<string, string>>;
}
type Row = { readonly start: string; readonly end: string; readonly state: 'premarket' | 'market' | 'postmarket' };

const PHASES: Readonly<Record<Row['state'], SessionPhase>> = {
  premarket: 'pre',
  market: 'regular',
  postmarket: 'post',
};
const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MIDNIGHT = '1.00:00:00';
/** `7/3/2000` as `2000-07-03`. */
const date = (text: string): string => {
  const [month, day, year] = text.split('/');
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
const clock = (text: string): string => (text === MIDNIGHT ? '24:00:00' : text);
const dated = (times: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(times).map(([day, time]) => [date(day), clock(time)]));

function entry(name: string): Entry & Readonly<Record<string, readonly Row[]>> {
  return JSON.parse(readFileSync(data(FILE)).toString()).entries[name];
}

function calendarOf(name: string): MarketCalendar {
  const rows = entry(name);
  const hours = (weekday: string): SessionHours[] =>
    rows[weekday].map(({ start, end, state }) => ({ open: clock(start), close: clock(end), phase: PHASES[state] }));
  return expectOk(
    MarketCalendar.of({
      timeZone: rows.exchangeTimeZone,
      week: Object.fromEntries(WEEKDAYS.map((weekday, at) => [weekday, hours(NAMES[at])])),
      holidays: rows.holidays.map(date),
      earlyCloses: dated(rows.earlyCloses),
      lateOpens: dated(rows.lateOpens),
    }),
  );
}

const NEW_YORK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `YYYY-MM-DD HH:MM:SS` of a moment in New York, worked out by the formatter of the platform alone. */
function wall(us: number): string {
  return NEW_YORK.format(us / 1_000);
}

/** Sessions of all days from one date to another. */
function sessions(calendar: MarketCalendar, from: string, to: string): Session[] {
  const all: Session[] = [];
  for (let day = Number(dayOfDate(from)); day <= Number(dayOfDate(to)); day++)
    all.push(...calendar.sessionsOf(dateOf(day)));
  return all;
}

describeWithData('hours of real markets', [FILE], () => {
  it('has every session of US equities from 1998 to 2024 at its wall clock, in summer and in winter', () => {
    const rows = entry('Equity-usa-[*]');
    const holidays = new Set(rows.holidays.map(date));
    const early = dated(rows.earlyCloses);
    const all = sessions(calendarOf('Equity-usa-[*]'), '1998-01-01', '2024-12-31');
    const told = all.map(({ phase, opensUs, closesUs }) => {
      const opens = wall(opensUs);
      return `${phase} ${opens} ${wall(closesUs).slice(11)}`;
    });
    const expected: string[] = [];
    for (let day = Number(dayOfDate('1998-01-01')); day <= Number(dayOfDate('2024-12-31')); day++) {
      const on = dateOf(day);
      if (weekdayOf(day) === 0 || weekdayOf(day) === 6 || holidays.has(on)) continue;
      expected.push(`pre ${on} 04:00:00 09:30:00`, `regular ${on} 09:30:00 ${early[on] ?? '16:00:00'}`);
      if (early[on] === undefined) expected.push(`post ${on} 16:00:00 20:00:00`);
    }
    expect(told).toEqual(expected);
    // Days of 09:30 in UTC: both offsets of New York occur.
    expect(new Set(all.map(({ opensUs }) => (opensUs % US_PER_DAY) / US_PER_MINUTE))).toEqual(
      new Set([480, 540, 810, 870, 1_200, 1_260]),
    );
  });

  it('is shut on every holiday and after every early close', () => {
    const rows = entry('Equity-usa-[*]');
    const calendar = calendarOf('Equity-usa-[*]');
    expect([rows.holidays.length, Object.keys(rows.earlyCloses ?? {}).length]).toEqual([293, 65]);
    for (const holiday of rows.holidays) expect(calendar.sessionsOf(date(holiday))).toEqual([]);
    for (const [day, time] of Object.entries(dated(rows.earlyCloses))) {
      const last = calendar.sessionsOf(day).at(-1);
      if (last === undefined) {
        // One is a Sunday.
        expect(weekdayOf(Number(dayOfDate(day)))).toBe(0);
        continue;
      }
      expect(wall(last.closesUs)).toBe(`${day} ${time}`);
      expect(calendar.phaseAt(last.closesUs - 1)).toBe('regular');
      expect(calendar.phaseAt(last.closesUs)).toBe('closed');
    }
  });

  it('knows two sessions a day that meet at midnight, late opens and early closes: currencies', () => {
    const calendar = calendarOf('Forex-oanda-[*]');
    const told = (from: string, to: string): string[] =>
      sessions(calendar, from, to).map(({ opensUs, closesUs }) => `${wall(opensUs)} ${wall(closesUs).slice(11)}`);
    expect(told('2014-05-01', '2014-05-05')).toEqual([
      '2014-05-01 00:00:00 16:58:00',
      '2014-05-01 17:03:00 00:00:00',
      '2014-05-02 00:00:00 16:58:00',
      '2014-05-04 17:03:00 00:00:00',
      '2014-05-05 00:00:00 16:58:00',
      '2014-05-05 17:03:00 00:00:00',
    ]);
    expect(told('2018-12-25', '2018-12-25')).toEqual(['2018-12-25 17:03:00 00:00:00']);
    expect(told('2018-12-31', '2018-12-31')).toEqual(['2018-12-31 00:00:00 16:58:00']);
    const midnight = calendar.sessionsOf('2014-05-01')[1].closesUs;
    expect([calendar.isOpen(midnight - 1), calendar.isOpen(midnight)]).toEqual([true, true]);
  });

  it.each(['Crypto-binance-[*]', 'Crypto-coinbase-[*]', 'CryptoFuture-binance-[*]'])('never shuts %s', (name) => {
    const all = sessions(calendarOf(name), '2017-01-01', '2018-01-01');
    expect(all.map(({ closesUs, opensUs }) => closesUs - opensUs)).toEqual(all.map(() => US_PER_DAY));
    expect(all).toHaveLength(366);
  });

  it('reads every entry', () => {
    for (const name of ['Cfd-oanda-[*]', 'Cfd-oanda-XAUUSD']) {
      expect(calendarOf(name).next(Date.UTC(2016, 0, 4) * 1_000, 'regular')).toBeDefined();
    }
  });
});
