import type { Bar } from '@bourseworks/domain';
import type { BarSeries } from './bar-series.js';
import { BAR_INTERVALS, type BarInterval } from './market-listener.js';

/** After a stop of the machine longer than this, the bars missed are stored but not sent one by one. */
const MAX_SENT_SECONDS = 120;
const INTERVALS = Object.entries(BAR_INTERVALS) as [BarInterval, number][];

/** Builds one-second bars from trades. A second without trades gets a flat bar at the last price, volume 0. */
export class BarBuilder {
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  private volume = 0;
  private count = 0;

  constructor(
    private readonly series: BarSeries,
    private readonly closed: (interval: BarInterval, bar: Bar) => void,
  ) {}

  trade(us: number, price: number, quantity: number): void {
    this.roll(us);
    if (this.count === 0) {
      this.open = price;
      this.high = price;
      this.low = price;
    }
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.close = price;
    this.volume += quantity;
    this.count++;
  }

  /** Closes the bars of all seconds that are over at `us`. */
  roll(us: number): void {
    const second = Math.floor(us / 1_000_000);
    const late = second - this.series.endSecond > MAX_SENT_SECONDS;
    while (this.series.endSecond < second) {
      const flat = this.series.lastClose;
      // Before the first trade of all there is no price to show: the time passes without bars being told.
      if (this.count > 0) this.series.push(this.open, this.high, this.low, this.close, this.volume, this.count);
      else this.series.push(flat, flat, flat, flat, 0, 0);
      this.volume = 0;
      this.count = 0;
      if (!late && this.series.lastClose > 0) this.send(this.series.endSecond);
    }
  }

  private send(end: number): void {
    for (const [interval, seconds] of INTERVALS) {
      if (end % seconds !== 0) continue;
      const bar = this.series.bar(end - seconds, seconds);
      if (bar !== undefined && bar.open > 0) this.closed(interval, bar);
    }
  }
}
