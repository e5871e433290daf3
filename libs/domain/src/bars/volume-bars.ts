import { MAX_UNITS } from '../brand.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { barSetting } from './bar-limits.js';
import { MeasuredRule } from './measured-rule.js';
import { RuledBars } from './ruled-bars.js';

/**
 * Bars that end with the trade that brings their volume to `quantity` (quantity units of the instrument, 1 to 2^50) or more:
 * the volume bars of López de Prado, Advances in Financial Machine Learning (2018), section 2.3.1. Throws NUMBER_RANGE.
 */
export function volumeBars(quantity: number, options: BarOptions = {}): BarBuilder {
  return new RuledBars(new VolumeRule(barSetting('quantity', quantity, 1, MAX_UNITS)), options);
}

class VolumeRule extends MeasuredRule {
  constructor(private readonly size: number) {
    super();
  }

  protected fills(): boolean {
    return this.bar.volume >= this.size;
  }

  protected copy(): VolumeRule {
    return new VolumeRule(this.size);
  }
}
