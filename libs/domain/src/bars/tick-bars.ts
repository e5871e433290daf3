import type { BarBuilder, BarOptions } from './bar-builder.js';
import { barSetting } from './bar-limits.js';
import { MeasuredRule } from './measured-rule.js';
import { RuledBars } from './ruled-bars.js';

/**
 * Bars of `trades` trades each, at least 1: the tick bars of López de Prado, Advances in Financial Machine Learning (2018),
 * section 2.3.1. Throws NUMBER_RANGE.
 */
export function tickBars(trades: number, options: BarOptions = {}): BarBuilder {
  return new RuledBars(new TickRule(barSetting('trades', trades, 1, Number.MAX_SAFE_INTEGER)), options);
}

class TickRule extends MeasuredRule {
  constructor(private readonly size: number) {
    super();
  }

  protected fills(): boolean {
    return this.bar.trades >= this.size;
  }

  protected copy(): TickRule {
    return new TickRule(this.size);
  }
}
