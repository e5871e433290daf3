import { ok, refuse, type Refused, type Result } from '../result.js';
import { US_PER_DAY, US_PER_SECOND } from '../time.js';
import { dayOfDate, WEEKDAYS, type Weekday } from './local-time.js';

/** `pre` and `post` are trading before and after the main hours; `regular` is the main session. */
export type SessionPhase = 'pre' | 'regular' | 'post';

/**
 * A session of a weekday. Times are `HH:MM` or `HH:MM:SS` on the wall clock, counted from midnight of the day on which the
 * session opens, to 48:00: a session from 17:00 to 16:00 of the next day closes at 40:00.
 */
export interface SessionHours {
  readonly open: string;
  readonly close: string;
  /** Default `regular`. */
  readonly phase?: SessionPhase;
}

/** When a market trades. Dates are `YYYY-MM-DD`, local, and mean the sessions that open on them. */
export interface CalendarRules {
  /** IANA name, e.g. America/New_York. */
  readonly timeZone: string;
  /** At most 16 sessions a day, in order and apart from each other; a day that is absent has none. */
  readonly week: Readonly<Partial<Record<Weekday, readonly SessionHours[]>>>;
  /** Days without sessions; they win over the two below. */
  readonly holidays?: readonly string[];
  /** By date, when that day ends: what opens later falls away, what is open closes. */
  readonly earlyCloses?: Readonly<Record<string, string>>;
  /** By date, when that day begins: what is over by then falls away, what is open opens then. */
  readonly lateOpens?: Readonly<Record<string, string>>;
}

/** A session of a weekday in microseconds of wall time after midnight. */
export interface DaySession {
  readonly phase: SessionPhase;
  readonly openUs: number;
  readonly closeUs: number;
}

/** Rules once read. Days are local days (LocalTime), times wall time after their midnight, microseconds. */
export interface ReadRules {
  readonly week: readonly (readonly DaySession[])[];
  readonly holidays: ReadonlySet<number>;
  readonly earlyCloses: ReadonlyMap<number, number>;
  readonly lateOpens: ReadonlyMap<number, number>;
}

const CLOCK = /^(\d\d):([0-5]\d)(?::([0-5]\d))?$/;
const MAX_SESSIONS = 16;
/** Special days of a kind: four centuries of weekends. */
const MAX_DATES = 50_000;

/** Reads and checks all of it but the time zone; refuses DATA_FORMAT. */
export function readRules(rules: CalendarRules): Result<ReadRules> {
  const week: DaySession[][] = [];
  for (const weekday of WEEKDAYS) {
    const sessions = sessionsOf(weekday, rules.week[weekday] ?? []);
    if (!sessions.ok) return sessions;
    week.push(sessions.value);
  }
  for (const [at, sessions] of week.entries()) {
    const last = sessions.at(-1);
    const next = week[(at + 1) % 7][0];
    if (last !== undefined && next !== undefined && last.closeUs > next.openUs + US_PER_DAY)
      return invalid(WEEKDAYS[at], 'its last session runs into the next day');
  }
  const holidays = new Set<number>();
  for (const date of (rules.holidays ?? []).slice(0, MAX_DATES + 1)) {
    const day = dayOfDate(date);
    if (day === undefined) return invalid(date, 'no date YYYY-MM-DD');
    holidays.add(day);
  }
  if (holidays.size > MAX_DATES) return invalid('holidays', `more than ${MAX_DATES} dates`);
  const earlyCloses = timesByDay(rules.earlyCloses ?? {});
  if (!earlyCloses.ok) return earlyCloses;
  const lateOpens = timesByDay(rules.lateOpens ?? {});
  if (!lateOpens.ok) return lateOpens;
  return ok({ week, holidays, earlyCloses: earlyCloses.value, lateOpens: lateOpens.value });
}

function sessionsOf(weekday: Weekday, hours: readonly SessionHours[]): Result<DaySession[]> {
  if (hours.length > MAX_SESSIONS) return invalid(weekday, `more than ${MAX_SESSIONS} sessions`);
  const sessions: DaySession[] = [];
  for (const { open, close, phase = 'regular' } of hours) {
    const openUs = clockUs(open);
    const closeUs = clockUs(close);
    if (openUs === undefined || closeUs === undefined) return invalid(weekday, `${open}-${close} is no pair of times`);
    if (openUs >= US_PER_DAY) return invalid(weekday, `${open} is on the next day`);
    if (closeUs <= openUs) return invalid(weekday, `${open}-${close} closes before it opens`);
    if (openUs < (sessions.at(-1)?.closeUs ?? 0))
      return invalid(weekday, `${open} is before the session before it ends`);
    sessions.push({ phase, openUs, closeUs });
  }
  return ok(sessions);
}

function timesByDay(times: Readonly<Record<string, string>>): Result<Map<number, number>> {
  const byDay = new Map<number, number>();
  const entries = Object.entries(times);
  if (entries.length > MAX_DATES) return invalid('early closes or late opens', `more than ${MAX_DATES} dates`);
  for (const [date, clock] of entries) {
    const day = dayOfDate(date);
    const us = clockUs(clock);
    if (day === undefined || us === undefined) return invalid(date, `no date YYYY-MM-DD with a time: ${clock}`);
    byDay.set(day, us);
  }
  return ok(byDay);
}

function clockUs(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
  const us = seconds * US_PER_SECOND;
  return us <= 2 * US_PER_DAY ? us : undefined;
}

function invalid(where: string, what: string): Refused {
  return refuse('DATA_FORMAT', `calendar, ${where}: ${what}`, { where });
}
