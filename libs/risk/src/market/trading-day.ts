import { LocalTime, minutesOf } from '@bourseworks/domain';

/** The days by which daily limits are counted. A question costs a comparison within the day. */
export class TradingDay {
  private readonly local: LocalTime;
  private readonly startAt: number;
  private from = 0;
  private until = 0;

  constructor(day: { readonly timeZone: string; readonly start: string } = { timeZone: 'UTC', start: '00:00' }) {
    this.local = new LocalTime(day.timeZone);
    this.startAt = minutesOf(day.start);
  }

  /** When the day of a moment began, microseconds since the epoch. */
  startOf(us: number): number {
    if (us < this.from || us >= this.until) this.find(us);
    return this.from;
  }

  private find(us: number): void {
    let day = this.local.dayOf(us);
    if (this.local.at(day, this.startAt) > us) day -= 1;
    this.from = this.local.at(day, this.startAt);
    this.until = this.local.at(day + 1, this.startAt);
  }
}
