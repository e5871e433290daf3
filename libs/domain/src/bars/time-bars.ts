import type { Bar, Trade } from '../market-data.js';
import { compareTime, US_PER_DAY } from '../time.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { barSetting, checkTrade, checkVolume, isTrade, lateUsOf, NO_BARS, receiptOf } from './bar-limits.js';

/** Bound on bars that late trades may still change. */
const MAX_HELD_BARS = 100_000;

/**
 * Bars of `lengthUs` microseconds (up to 366 days) on the boundaries of the clock, counted from the epoch. A bar is told
 * with the first trade, or time, at or after its end, and is final `lateUs` later. Throws NUMBER_RANGE.
 */
export function timeBars(lengthUs: number, options: BarOptions = {}): BarBuilder {
  const lateUs = lateUsOf(options);
  const length = barSetting('lengthUs', lengthUs, 1, 366 * US_PER_DAY);
  barSetting('lateUs', lateUs, 0, length * MAX_HELD_BARS);
  return new TimeBars(length, lateUs);
}

class TimeBars implements BarBuilder {
  ignored = 0;
  /** The bars that are not final, ascending. */
  private readonly held: TimeBar[] = [];
  /** Up to which time trades were seen. */
  private nowUs = -Infinity;

  constructor(
    private readonly lengthUs: number,
    private readonly lateUs: number,
  ) {}

  add(trade: Trade): readonly Bar[] {
    checkTrade(trade);
    const startUs = Math.floor(trade.us / this.lengthUs) * this.lengthUs;
    if (startUs + this.lengthUs + this.lateUs <= this.nowUs || !isTrade(trade)) {
      this.ignored++;
      return NO_BARS;
    }
    const bar = this.count(trade, startUs);
    if (bar.told) return [bar.again()];
    // A late trade where there was none.
    if (bar.endUs <= this.nowUs) return [bar.first()];
    return this.flush(trade.us);
  }

  flush(us: number): readonly Bar[] {
    if (us > this.nowUs) this.nowUs = us;
    const { held, nowUs } = this;
    if (held.length === 0 || held[0].endUs > nowUs) return NO_BARS;
    // Only the newest bar, and the one that it follows, may be untold.
    const told = held.slice(-2).filter((bar) => !bar.told && bar.endUs <= nowUs);
    const bars = told.map((bar) => bar.first());
    let final = 0;
    while (final < held.length && held[final].endUs + this.lateUs <= nowUs) final++;
    if (final > 0) held.splice(0, final);
    return bars;
  }

  private count(trade: Trade, startUs: number): TimeBar {
    const { held } = this;
    let at = held.length;
    while (at > 0 && held[at - 1].startUs > startUs) at--;
    if (at > 0 && held[at - 1].startUs === startUs) {
      held[at - 1].add(trade);
      return held[at - 1];
    }
    const bar = new TimeBar(trade, startUs, startUs + this.lengthUs);
    held.splice(at, 0, bar);
    return bar;
  }
}

/** A bar that knows when its open and its close were traded. */
class TimeBar {
  told = false;
  private revision = 0;
  private firstTrade: Trade;
  private lastTrade: Trade;
  private lastReceived: Trade;
  private high: number;
  private low: number;
  private volume: number;
  private trades = 1;

  constructor(
    trade: Trade,
    readonly startUs: number,
    readonly endUs: number,
  ) {
    this.firstTrade = trade;
    this.lastTrade = trade;
    this.lastReceived = trade;
    this.high = trade.price;
    this.low = trade.price;
    this.volume = trade.quantity;
  }

  add(trade: Trade): void {
    checkVolume(this.volume, trade);
    if (compareTime(trade, this.lastTrade) >= 0) this.lastTrade = trade;
    else if (compareTime(trade, this.firstTrade) < 0) this.firstTrade = trade;
    if (receivedUsOf(trade) >= receivedUsOf(this.lastReceived)) this.lastReceived = trade;
    if (trade.price > this.high) this.high = trade.price;
    if (trade.price < this.low) this.low = trade.price;
    this.volume += trade.quantity;
    this.trades++;
  }

  first(): Bar {
    this.told = true;
    return this.bar();
  }

  again(): Bar {
    this.revision++;
    return { ...this.bar(), revision: this.revision };
  }

  private bar(): Bar {
    const { startUs, endUs, high, low, volume, trades } = this;
    const { price: open } = this.firstTrade;
    const { price: close } = this.lastTrade;
    // What came in after its end, the bar was not known without.
    const late = receivedUsOf(this.lastReceived) > endUs ? receiptOf(this.lastReceived) : {};
    return { kind: 'bar', startUs, endUs, open, high, low, close, volume, trades, ...late };
  }
}

const receivedUsOf = ({ receivedUs = -Infinity }: Trade): number => receivedUs;
