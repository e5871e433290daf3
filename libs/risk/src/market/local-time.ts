const MINUTE_US = 60_000_000;
const DAY_US = 1_440 * MINUTE_US;

/** Wall clock of a time zone. Days are counted from 1970-01-01, local. */
export class LocalTime {
  private readonly format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** The local day that holds this moment. */
  dayOf(us: number): number {
    return Math.floor((us + this.offset(us)) / DAY_US);
  }

  /**
   * When `minutes` after midnight of a local day come, microseconds since the epoch. A wall time that a change of the clock
   * leaves out is taken as if the clock had not been changed yet.
   */
  at(day: number, minutes: number): number {
    const wall = day * DAY_US + minutes * MINUTE_US;
    const guess = wall - this.offset(wall);
    return wall - this.offset(guess);
  }

  /** Local less UTC, microseconds. */
  private offset(us: number): number {
    const part: Record<string, number> = {};
    const ms = Math.floor(us / 1_000);
    for (const { type, value } of this.format.formatToParts(ms)) part[type] = Number(value);
    const { year, month, day, hour, minute, second } = part;
    const local = Date.UTC(year, month - 1, day, hour, minute, second) * 1_000;
    return local - Math.floor(us / 1_000_000) * 1_000_000;
  }
}

/** Minutes of an `HH:MM`. */
export function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** Weekday of a local day, 0 = Sunday: 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** `YYYY-MM-DD` of a local day. */
export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
