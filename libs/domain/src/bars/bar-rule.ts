import type { Bar, Trade } from '../market-data.js';

/** When bars end: what one kind of bars differs from the others by. It is shown trades in order of time. */
export interface BarRule {
  /** Counts a trade that is exact; the bars that it completes. Throws NUMBER_RANGE, with nothing changed, if their volume is not. */
  take(trade: Trade): readonly Bar[];
  /** The bar under way, if it has trades. */
  rest(): Bar | undefined;
  /** A rule in the same state that goes its own way from here. */
  clone(): BarRule;
}
