import { join } from 'node:path';
import { LocalTime, MarketCalendar, type SessionHours, type SessionPhase, type Weekday } from '@bourseworks/domain';
import { dataFormatError } from '../files/data-format.js';
import type { LeanAssetClass } from './lean-root.js';
import { namesIn, textOf } from '../files/small-files.js';

const FOLDER = 'market-hours';
const CLASS_NAMES: Readonly<Record<LeanAssetClass, string>> = { crypto: 'Crypto', forex: 'Forex', equity: 'Equity' };
const WEEKDAYS: Readonly<Record<Weekday, string>> = {
  SUN: 'sunday',
  MON: 'monday',
  TUE: 'tuesday',
  WED: 'wednesday',
  THU: 'thursday',
  FRI: 'friday',
  SAT: 'saturday',
};
const PHASES: Readonly<Record<string, SessionPhase>> = { premarket: 'pre', market: 'regular', postmarket: 'post' };
/** Midnight at the end of a day, as the files write it. */
const END_OF_DAY = '1.00:00:00';

type Entry = Readonly<Record<string, unknown>>;

/** When a market trades, and the zone of the times in its files. */
export interface MarketHours {
  readonly dataZone: string;
  /** The zone of the market itself: that of its dates. */
  readonly zone: string;
  /** Absent where no hours are known. */
  readonly calendar?: MarketCalendar;
}

/** Entries of the json files of `market-hours`: `Equity-usa-IBM`, or `Equity-usa-[*]` for all others of a venue. */
export class MarketHoursTable {
  private readonly read = new Map<string, MarketHours>();

  private constructor(
    private readonly entries: ReadonlyMap<string, { readonly file: string; readonly entry: Entry }>,
  ) {}

  /** An absent folder is an empty table. Throws DATA_FORMAT. */
  static async load(root: string): Promise<MarketHoursTable> {
    const entries = new Map<string, { file: string; entry: Entry }>();
    for (const name of await namesIn(join(root, FOLDER))) {
      if (!name.endsWith('.json')) continue;
      const file = `${FOLDER}/${name}`;
      for (const [key, entry] of entriesOf((await textOf(join(root, FOLDER, name))) ?? '', file)) {
        entries.set(key, { file, entry });
      }
    }
    return new MarketHoursTable(entries);
  }

  /** Of a symbol that is not listed, times are those of New York for equities, else UTC. Throws DATA_FORMAT. */
  find(assetClass: LeanAssetClass, venue: string, symbol: string): MarketHours {
    const prefix = `${CLASS_NAMES[assetClass]}-${venue}`;
    const key = [`${prefix}-${symbol}`, `${prefix}-[*]`].find((each) => this.entries.has(each));
    const listed = key === undefined ? undefined : this.entries.get(key);
    if (key === undefined || listed === undefined) {
      const zone = assetClass === 'equity' ? 'America/New_York' : 'UTC';
      return { dataZone: zone, zone };
    }
    let hours = this.read.get(key);
    if (hours === undefined) this.read.set(key, (hours = hoursOf(key, listed.entry, listed.file)));
    return hours;
  }
}

function entriesOf(text: string, file: string): [string, Entry][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw dataFormatError(file, 0, `no JSON: ${(error as Error).message}`);
  }
  const entries = isObject(value) ? value['entries'] : undefined;
  if (!isObject(entries)) throw dataFormatError(file, 0, 'there are no entries');
  return Object.entries(entries).map(([key, entry]) => {
    if (!isObject(entry)) throw dataFormatError(file, 0, `${key} is no entry`);
    return [key, entry];
  });
}

function hoursOf(key: string, entry: Entry, file: string): MarketHours {
  const fail = (problem: string): Error => dataFormatError(file, 0, `${key}: ${problem}`);
  const { dataTimeZone: dataZone, exchangeTimeZone: zone } = entry;
  if (typeof dataZone !== 'string' || typeof zone !== 'string' || !LocalTime.of(dataZone).ok)
    throw fail('a time zone is missing or unknown');
  const week: Partial<Record<Weekday, readonly SessionHours[]>> = {};
  for (const [weekday, name] of Object.entries(WEEKDAYS)) {
    week[weekday as Weekday] = sessionsOf(entry[name] ?? [], () => fail(`${name} is no list of sessions`));
  }
  const { holidays = [] } = entry;
  if (!Array.isArray(holidays)) throw fail('holidays are no list');
  const calendar = MarketCalendar.of({
    timeZone: zone,
    week,
    holidays: holidays.map((date: unknown) => dateOf(date, fail)),
    earlyCloses: timesOf(entry['earlyCloses'], fail),
    lateOpens: timesOf(entry['lateOpens'], fail),
  });
  if (!calendar.ok) throw fail(calendar.refusal.message);
  return { dataZone, zone, calendar: calendar.value };
}

function sessionsOf(rows: unknown, fail: () => Error): SessionHours[] {
  if (!Array.isArray(rows)) throw fail();
  return rows.map((row: unknown) => {
    const { start, end, state } = isObject(row) ? row : {};
    const phase = typeof state === 'string' ? PHASES[state] : undefined;
    if (typeof start !== 'string' || typeof end !== 'string' || phase === undefined) throw fail();
    return { open: clockOf(start), close: clockOf(end), phase };
  });
}

function timesOf(times: unknown, fail: (problem: string) => Error): Record<string, string> {
  if (times === undefined) return {};
  if (!isObject(times)) throw fail('early closes or late opens are no times by date');
  return Object.fromEntries(
    Object.entries(times).map(([date, time]) => {
      if (typeof time !== 'string') throw fail(`${date} has no time`);
      return [dateOf(date, fail), clockOf(time)];
    }),
  );
}

const clockOf = (text: string): string => (text === END_OF_DAY ? '24:00:00' : text);

/** `7/3/2000` as `2000-07-03`. */
function dateOf(text: unknown, fail: (problem: string) => Error): string {
  const match = typeof text === 'string' ? /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) : null;
  if (match === null) throw fail(`${JSON.stringify(text)} is no date M/D/YYYY`);
  const [, month, day, year] = match;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
