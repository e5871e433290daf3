import { FLAG, type Bar, type Trade } from '../market-data.js';
import { compareTime } from '../time.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { checkTrade, isTrade, lateUsOf, NO_BARS, receiptOf } from './bar-limits.js';
import type { BarRule } from './bar-rule.js';
import { TradeWindow } from './trade-window.js';

/**
 * Bars of a rule that looks at trades in their order. The trades of the last `lateUs` are kept, at most as many as a
 * TradeWindow holds; for a late one among them the bars behind it are made anew, from the state before the oldest kept.
 */
export class RuledBars implements BarBuilder {
  ignored = 0;
  private readonly lateUs: number;
  private readonly window = new TradeWindow();
  /** State after all trades. */
  private rule: BarRule;
  /** State before the trades of the window. */
  private readonly settled: BarRule;
  /** Bars told that end with a trade of the window: late trades may still change them. */
  private told: Bar[] = [];
  private newestUs = -Infinity;
  /** The last trade that was counted, whatever its time. */
  private latest: Trade | undefined;

  constructor(rule: BarRule, options: BarOptions = {}) {
    this.lateUs = lateUsOf(options);
    this.rule = rule;
    this.settled = rule.clone();
  }

  add(trade: Trade): readonly Bar[] {
    checkTrade(trade);
    if (trade.us < this.newestUs - this.lateUs || this.window.passed(trade) || !isTrade(trade)) {
      this.ignored++;
      return NO_BARS;
    }
    const { newest } = this.window;
    if (newest !== undefined && compareTime(trade, newest) < 0) return this.insert(trade);
    const bars = this.rule.take(trade);
    this.window.push(trade);
    for (const bar of bars) this.told.push(bar);
    this.settle(trade.us);
    this.latest = trade;
    return received(bars, trade);
  }

  flush(us: number): readonly Bar[] {
    this.settle(us);
    const rest = us === Infinity ? this.rule.rest() : undefined;
    return rest === undefined ? NO_BARS : received([rest], this.latest);
  }

  /** Lets go of trades that no late one can come before any more. */
  private settle(us: number): void {
    if (us > this.newestUs) this.newestUs = us;
    const beforeUs = this.newestUs - this.lateUs;
    let final = 0;
    let trade: Trade | undefined;
    while ((trade = this.window.take(beforeUs)) !== undefined) final += this.settled.take(trade).length;
    if (final > 0) this.told.splice(0, final);
  }

  private insert(late: Trade): readonly Bar[] {
    const rule = this.settled.clone();
    const bars: Bar[] = [];
    // If the rule refuses the trade, nothing of this builder has changed yet.
    this.window.eachWith(late, (trade) => {
      for (const bar of rule.take(trade)) bars.push(bar);
    });
    this.window.insert(late);
    this.rule = rule;
    this.latest = late;
    return received(this.retell(bars), late);
  }

  /** `bars`: all bars of the window, made anew. */
  private retell(bars: readonly Bar[]): readonly Bar[] {
    const { told } = this;
    let same = 0;
    while (same < told.length && same < bars.length && equal(told[same], bars[same])) same++;
    const kept = told.slice(0, same);
    const again = bars.slice(same).map((bar, i) => (same + i < told.length ? revised(bar, told[same + i]) : bar));
    const gone = told.slice(bars.length).map((bar) => ({ ...revised(bar, bar), flags: FLAG.CANCELLED }));
    this.told = [...kept, ...again];
    return [...again, ...gone];
  }
}

/** Bars become known with the trade that made them, or made them anew. */
function received(bars: readonly Bar[], trade: Trade | undefined): readonly Bar[] {
  if (bars.length === 0 || trade?.receivedUs === undefined) return bars;
  return bars.map((bar) => ({ ...bar, ...receiptOf(trade) }));
}

const revised = (bar: Bar, before: Bar): Bar => ({ ...bar, revision: (before.revision ?? 0) + 1 });

const equal = (a: Bar, b: Bar): boolean =>
  a.startUs === b.startUs &&
  a.endUs === b.endUs &&
  a.open === b.open &&
  a.high === b.high &&
  a.low === b.low &&
  a.close === b.close &&
  a.volume === b.volume &&
  a.trades === b.trades;
