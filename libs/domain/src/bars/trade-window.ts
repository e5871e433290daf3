import type { Trade } from '../market-data.js';
import { compareTime } from '../time.js';

/** Bound on the trades that are kept for late ones. */
export const MAX_WINDOW_TRADES = 100_000;
/** Trades taken that still lie before the first: not moved up one by one. */
const MAX_TAKEN = 1_024;

/** The newest trades in order of time, at equal times in that of their arrival. */
export class TradeWindow {
  private trades: Trade[] = [];
  private first = 0;
  private lastTaken: Trade | undefined;

  get newest(): Trade | undefined {
    return this.first === this.trades.length ? undefined : this.trades[this.trades.length - 1];
  }

  /** Whether a newer trade has been taken already. */
  passed(trade: Trade): boolean {
    return this.lastTaken !== undefined && compareTime(trade, this.lastTaken) < 0;
  }

  /** Adds a trade that is not older than the newest. */
  push(trade: Trade): void {
    this.trades.push(trade);
  }

  insert(trade: Trade): void {
    this.trades.splice(this.placeOf(trade), 0, trade);
  }

  /** All trades with `late` in its place, which is not inserted by this. */
  eachWith(late: Trade, each: (trade: Trade) => void): void {
    const at = this.placeOf(late);
    for (let i = this.first; i < at; i++) each(this.trades[i]);
    each(late);
    for (let i = at; i < this.trades.length; i++) each(this.trades[i]);
  }

  /** Takes out the oldest trade if it is before `beforeUs` or too many are kept. */
  take(beforeUs: number): Trade | undefined {
    if (this.first === this.trades.length) return undefined;
    const oldest = this.trades[this.first];
    if (oldest.us >= beforeUs && this.trades.length - this.first <= MAX_WINDOW_TRADES) return undefined;
    this.lastTaken = oldest;
    this.first++;
    if (this.first === this.trades.length || this.first > MAX_TAKEN) {
      this.trades = this.trades.slice(this.first);
      this.first = 0;
    }
    return oldest;
  }

  private placeOf(trade: Trade): number {
    let at = this.trades.length;
    while (at > this.first && compareTime(trade, this.trades[at - 1]) < 0) at--;
    return at;
  }
}
