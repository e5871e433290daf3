/** Stretches of the calendar, in UTC; weeks begin on Mondays. start: one from the first bar on. */
export type CalendarWindow = 'start' | 'hour' | 'day' | 'week' | 'month' | 'year';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;
/** 1970-01-01 was a Thursday. */
const DAYS_BEFORE_MONDAY = 3;

/** Tells when a stretch of the calendar begins. */
export class CalendarClock {
  private day = NaN;
  private month = 0;
  private current = NaN;

  constructor(private readonly window: CalendarWindow) {}

  /** Whether a bar is the first of its stretch. A bar that comes late, of one that is over, is not. `time` as of inputs. */
  begins(time: number): boolean {
    const number = this.numberOf(time);
    if (number <= this.current) return false;
    this.current = number;
    return true;
  }

  private numberOf(time: number): number {
    const day = Math.floor(time / DAY_US);
    switch (this.window) {
      case 'start':
        return 0;
      case 'hour':
        return Math.floor(time / HOUR_US);
      case 'day':
        return day;
      case 'week':
        return Math.floor((day + DAYS_BEFORE_MONDAY) / 7);
      case 'month':
        return this.monthOf(day);
      case 'year':
        return Math.floor(this.monthOf(day) / 12);
    }
  }

  /** Looked up once a day. */
  private monthOf(day: number): number {
    if (day !== this.day) {
      const date = new Date((day * DAY_US) / 1000);
      this.day = day;
      this.month = 12 * date.getUTCFullYear() + date.getUTCMonth();
    }
    return this.month;
  }
}
