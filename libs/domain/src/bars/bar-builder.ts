import type { Bar, Trade } from '../market-data.js';

/**
 * Makes bars from trades, of whatever rule: of time, trades, volume, value, imbalance or price steps. Without trades there
 * is no bar. A builder is its own caller's: nothing here reads a clock.
 *
 * Trades may come out of order. One that is at most `lateUs` late takes its place by its time (at equal times, after those
 * that came before it), and the bars told already that it changes are told again, `revision` one higher:
 * - a bar of time takes the place of the bar with the same start;
 * - of other bars, those with a revision take, in order, the place of as many bars told last, for one trade may move the
 *   limits of all bars behind it. A bar that is no more has the flag CANCELLED.
 *
 * Of trades with a time of receipt, bars have it too: that of the trade that made them, or made them anew; a bar of time only
 * where it is after its end.
 */
export interface BarBuilder {
  /**
   * Trades that are in no bar: they came too late, or take back or correct others (see FLAG). All others count alike; who wants
   * bars without odd lots or auctions does not add them.
   */
  readonly ignored: number;

  /**
   * Counts a trade; the bars that it completes or revises, in order of time. Throws NUMBER_RANGE when price, quantity or the
   * volume of a bar is beyond the exact integers: the trade is not counted, the builder is as it was.
   */
  add(trade: Trade): readonly Bar[];

  /**
   * The time is `us` (microseconds since the epoch); the bars that are over by it. With Infinity, the end of the data, also
   * the bar under way as it stands, whatever it lacks; nothing is counted after that.
   */
  flush(us: number): readonly Bar[];
}

export interface BarOptions {
  /** How many microseconds a trade may be late and still revise bars: 0 (the default) to one day. */
  readonly lateUs?: number;
}
