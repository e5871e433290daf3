import { WEEKDAYS, type TradingHours } from '../config/risk-config.js';
import { dateOf, LocalTime, minutesOf, weekdayOf } from './local-time.js';

const MINUTES_A_DAY = 1_440;
/** One calendar for all paths of a rule: finding a session costs more than a whole chain of checks. */
const calendars = new WeakMap<TradingHours, SessionCalendar>();

export function calendarOf(hours: TradingHours): SessionCalendar {
  let calendar = calendars.get(hours);
  if (calendar === undefined) calendars.set(hours, (calendar = new SessionCalendar(hours)));
  return calendar;
}

/** Session calendar of a rule. A question costs a comparison until the session ends or the next one begins. */
export class SessionCalendar {
  private readonly local: LocalTime;
  private readonly openAt: number;
  private readonly closeAt: number;
  private readonly days: ReadonlySet<number>;
  private readonly holidays: ReadonlySet<string>;
  private from = 0;
  private until = 0;
  private open = false;

  constructor(hours: TradingHours) {
    this.local = new LocalTime(hours.timeZone);
    this.openAt = minutesOf(hours.open);
    const close = minutesOf(hours.close);
    this.closeAt = close > this.openAt ? close : close + MINUTES_A_DAY;
    this.days = new Set(hours.days.map((day) => WEEKDAYS.indexOf(day)));
    this.holidays = new Set(hours.holidays);
  }

  isOpen(us: number): boolean {
    if (us < this.from || us >= this.until) this.find(us);
    return this.open;
  }

  /** The session or the pause around a moment, as far as the next local day tells. */
  private find(us: number): void {
    const today = this.local.dayOf(us);
    this.open = false;
    this.from = this.local.at(today, 0);
    this.until = this.local.at(today + 1, 0);
    for (let day = today - 1; day <= today + 1; day++) {
      if (!this.days.has(weekdayOf(day)) || this.holidays.has(dateOf(day))) continue;
      const opens = this.local.at(day, this.openAt);
      const closes = this.local.at(day, this.closeAt);
      if (us >= opens && us < closes) {
        this.open = true;
        this.from = opens;
        this.until = closes;
        return;
      }
      if (closes <= us) this.from = Math.max(this.from, closes);
      else this.until = Math.min(this.until, opens);
    }
  }
}
