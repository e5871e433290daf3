import type { Bar, Trade } from '../market-data.js';
import { NO_BARS } from './bar-limits.js';
import type { BarRule } from './bar-rule.js';
import { GrowingBar } from './growing-bar.js';

/** A bar ends with the trade that fills its measure. Trades are not split: a bar may hold more than its measure. */
export abstract class MeasuredRule implements BarRule {
  protected bar = new GrowingBar();

  take(trade: Trade): readonly Bar[] {
    this.bar.add(trade);
    return this.fills(trade) ? [this.bar.take()] : NO_BARS;
  }

  rest(): Bar | undefined {
    return this.bar.trades === 0 ? undefined : this.bar.take();
  }

  clone(): BarRule {
    const copy = this.copy();
    copy.bar = this.bar.clone();
    return copy;
  }

  /** Counts a trade that is in the bar already; whether it fills the measure, which then begins anew. */
  protected abstract fills(trade: Trade): boolean;

  protected abstract copy(): MeasuredRule;
}
