import { ok, type Result } from '../result.js';
import { US_PER_DAY } from '../time.js';
import { readRules, type CalendarRules, type ReadRules, type SessionPhase } from './calendar-rules.js';
import { dateOf, dayOfDate, LocalTime, weekdayOf } from './local-time.js';

export type { CalendarRules, SessionHours, SessionPhase } from './calendar-rules.js';

/** One session, [opensUs, closesUs) in microseconds since the epoch. */
export interface Session {
  readonly phase: SessionPhase;
  /** `YYYY-MM-DD`, local: the day on which it opens. */
  readonly date: string;
  readonly opensUs: number;
  readonly closesUs: number;
}

/** No market pauses longer: where a year has no session, none follows. */
const LONGEST_PAUSE_DAYS = 366;

/** When a market trades. A question about now costs a comparison until a session ends or begins. */
export class MarketCalendar {
  private from = 0;
  private until = 0;
  private current: Session | undefined;

  private constructor(
    private readonly local: LocalTime,
    private readonly rules: ReadRules,
  ) {}

  /** Refuses DATA_FORMAT: an unknown time zone, a date or time that is none, sessions that overlap. */
  static of(rules: CalendarRules): Result<MarketCalendar> {
    const read = readRules(rules);
    if (!read.ok) return read;
    const local = LocalTime.of(rules.timeZone);
    return local.ok ? ok(new MarketCalendar(local.value, read.value)) : local;
  }

  /** The sessions that open on a local date, in order; a text that is no date `YYYY-MM-DD` throws a RangeError. */
  sessionsOf(date: string): readonly Session[] {
    const day = dayOfDate(date);
    if (day === undefined) throw new RangeError(`${date} is no date YYYY-MM-DD`);
    return this.sessionsOn(day);
  }

  /** The session that holds a moment, of whatever phase. */
  sessionAt(us: number): Session | undefined {
    if (us < this.from || us >= this.until) this.find(us);
    return this.current;
  }

  phaseAt(us: number): SessionPhase | 'closed' {
    return this.sessionAt(us)?.phase ?? 'closed';
  }

  /** Whether the regular session is on. */
  isOpen(us: number): boolean {
    return this.sessionAt(us)?.phase === 'regular';
  }

  /** The first session, of a phase if one is named, that opens after a moment; undefined when none does within a year. */
  next(us: number, phase?: SessionPhase): Session | undefined {
    const today = this.local.dayOf(us);
    for (let day = today - 1; day <= today + LONGEST_PAUSE_DAYS; day++) {
      for (const session of this.sessionsOn(day)) {
        if (session.opensUs > us && (phase === undefined || session.phase === phase)) return session;
      }
    }
    return undefined;
  }

  private sessionsOn(day: number): readonly Session[] {
    const { week, holidays, earlyCloses, lateOpens } = this.rules;
    if (holidays.has(day)) return [];
    const first = lateOpens.get(day) ?? 0;
    const last = earlyCloses.get(day) ?? Infinity;
    const sessions: Session[] = [];
    for (const { phase, openUs, closeUs } of week[weekdayOf(day)]) {
      const opensUs = this.local.atUs(day * US_PER_DAY + Math.max(openUs, first));
      const closesUs = this.local.atUs(day * US_PER_DAY + Math.min(closeUs, last));
      if (opensUs < closesUs) sessions.push({ phase, date: dateOf(day), opensUs, closesUs });
    }
    return sessions;
  }

  /** The session or the pause around a moment, as far as the next local day tells. */
  private find(us: number): void {
    const today = this.local.dayOf(us);
    this.current = undefined;
    this.from = this.local.at(today, 0);
    this.until = this.local.at(today + 1, 0);
    for (let day = today - 1; day <= today + 1; day++) {
      for (const session of this.sessionsOn(day)) {
        const { opensUs, closesUs } = session;
        if (us >= opensUs && us < closesUs) {
          this.current = session;
          this.from = opensUs;
          this.until = closesUs;
          return;
        }
        if (closesUs <= us) this.from = Math.max(this.from, closesUs);
        else this.until = Math.min(this.until, opensUs);
      }
    }
  }
}
