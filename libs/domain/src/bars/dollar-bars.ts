import type { Money } from '../brand.js';
import type { Instrument } from '../instrument.js';
import type { Trade } from '../market-data.js';
import { DomainError } from '../result.js';
import { Wide } from '../wide.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { MeasuredRule } from './measured-rule.js';
import { RuledBars } from './ruled-bars.js';

/** A bar under way holds less than its size, and one trade is at most 2^100: what Wide adds up exactly. */
const MAX_SIZE = 1n << 101n;

/**
 * Bars that end with the trade that brings the value traded (price x quantity x multiplier, of a negative price its magnitude)
 * to `value` or more, exactly: the dollar bars of López de Prado, Advances in Financial Machine Learning (2018),
 * section 2.3.1. Throws NUMBER_RANGE.
 */
export function dollarBars(instrument: Instrument, value: Money, options: BarOptions = {}): BarBuilder {
  // Smallest sum of price units x quantity units that is worth `value`.
  const size = (value + instrument.moneyFactor - 1n) / instrument.moneyFactor;
  if (value > 0n && size <= MAX_SIZE) return new RuledBars(new DollarRule(Wide.of(size)), options);
  throw new DomainError({
    code: 'NUMBER_RANGE',
    message: 'the value of a dollar bar is positive and at most 2^101 units of price and quantity',
    details: { field: 'value', value: String(value) },
  });
}

class DollarRule extends MeasuredRule {
  private readonly sum = new Wide();

  constructor(private readonly size: Wide) {
    super();
  }

  protected fills({ price, quantity }: Trade): boolean {
    this.sum.addProduct(Math.abs(price), quantity);
    if (this.sum.compare(this.size) < 0) return false;
    this.sum.clear();
    return true;
  }

  protected copy(): DollarRule {
    const copy = new DollarRule(this.size);
    copy.sum.add(this.sum);
    return copy;
  }
}
