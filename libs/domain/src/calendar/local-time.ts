import { ok, refuse, type Result } from '../result.js';
import { US_PER_DAY, US_PER_MINUTE, US_PER_MS, US_PER_SECOND } from '../time.js';

/**
 * Days whose offset is remembered, and as many beginnings of days: 44 years, so that histories of decades that are read one after
 * another do not take them from each other. A megabyte for each.
 */
const MAX_OFFSETS = 16_000;

/** Wall clock of a time zone. Days are counted from 1970-01-01, local. */
export class LocalTime {
  /** Absent for UTC, which needs no look at the tables of zones. */
  private readonly format: Intl.DateTimeFormat | undefined;
  /** Offsets of UTC days that have one all day long: the formatter takes 100 times as long. NaN for days that have two. */
  private readonly offsets = new Map<number, number>();
  /** Offsets at the beginning of UTC days: where one day ends, the next begins. */
  private readonly beginnings = new Map<number, number>();

  /** `timeZone` is an IANA name; an unknown one throws a RangeError. */
  constructor(timeZone: string) {
    this.format = timeZone === 'UTC' ? undefined : formatOf(timeZone);
  }

  /** The same for a name that comes from outside; refuses DATA_FORMAT. */
  static of(timeZone: string): Result<LocalTime> {
    try {
      return ok(new LocalTime(timeZone));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return refuse('DATA_FORMAT', `${timeZone} is no time zone`, { where: 'timeZone' });
    }
  }

  /** The local day that holds this moment. */
  dayOf(us: number): number {
    return Math.floor((us + this.offsetUs(us)) / US_PER_DAY);
  }

  /**
   * When `minutes` after midnight of a local day come, by the clock on the wall, microseconds since the epoch. A wall time that
   * a change of the clock leaves out or repeats is read with the offset before or after it, so it is at most that change away.
   */
  at(day: number, minutes: number): number {
    return this.atUs(day * US_PER_DAY + minutes * US_PER_MINUTE);
  }

  /** The same of a wall time in microseconds since 1970-01-01, local. */
  atUs(wallUs: number): number {
    // The offset is known by moment, not by wall time: the second look corrects a first guess across a change of the clock.
    const guess = wallUs - this.offsetUs(wallUs);
    return wallUs - this.offsetUs(guess);
  }

  /** Local less UTC at a moment, microseconds (New York: -4 h or -5 h). */
  offsetUs(us: number): number {
    if (this.format === undefined) return 0;
    const day = Math.floor(us / US_PER_DAY);
    let offset = this.offsets.get(day);
    if (offset === undefined) {
      const first = this.beginning(this.format, day);
      // No zone changes its clock and changes it back within a day.
      offset = first === this.beginning(this.format, day + 1) ? first : NaN;
      remember(this.offsets, day, offset);
    }
    return Number.isNaN(offset) ? formatted(this.format, us) : offset;
  }

  private beginning(format: Intl.DateTimeFormat, day: number): number {
    let offset = this.beginnings.get(day);
    if (offset === undefined) remember(this.beginnings, day, (offset = formatted(format, day * US_PER_DAY)));
    return offset;
  }
}

function remember(offsets: Map<number, number>, day: number, offset: number): void {
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  offsets.set(day, offset);
}

/** Local less UTC at a moment, from the tables of zones. */
function formatted(format: Intl.DateTimeFormat, us: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(Math.floor(us / US_PER_MS))) part[type] = Number(value);
  const { year, month, day, hour, minute, second } = part;
  const local = Date.UTC(year, month - 1, day, hour, minute, second) * US_PER_MS;
  return local - Math.floor(us / US_PER_SECOND) * US_PER_SECOND;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}

/** Minutes of an `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Weekday of a local day, 0 = Sunday: 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** `YYYY-MM-DD` of a local day. */
export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** The local day of a `YYYY-MM-DD`, undefined where that is no real date. */
export function dayOfDate(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const day = Date.parse(`${date}T00:00:00Z`) / 86_400_000;
  // There and back: the 30th of February would otherwise be taken for the 2nd of March.
  return Number.isNaN(day) || dateOf(day) !== date ? undefined : day;
}
