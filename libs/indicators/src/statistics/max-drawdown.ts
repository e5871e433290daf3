import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { WindowStatistic } from './window-statistic.js';

/** Deepest fall from a peak within the last `length` values, as a fraction of the peak: 0 or more. O(length) an update. */
export class MaxDrawdown extends WindowStatistic {
  constructor(length: number) {
    super('max-drawdown', length, [length], 2);
  }

  protected calculate(): number {
    const { ring, length } = this;
    let peak = -Infinity;
    let deepest = 0;
    let at = this.oldest;
    for (let i = 0; i < length; i++) {
      const value = ring[at];
      peak = Math.max(peak, value);
      if (peak > 0) deepest = Math.max(deepest, (peak - value) / peak);
      at = at + 1 === length ? 0 : at + 1;
    }
    return deepest;
  }
}

export const maxDrawdown: Definition = {
  name: 'max-drawdown',
  title: 'Maximum drawdown in a window',
  group: 'statistics',
  inputs: ['value'],
  parameters: [length(100, { minimum: 2, maximum: 10_000 })],
  outputs: [VALUE],
  formula: 'largest (p - x) / p, p the largest of the window before x; only for p > 0',
  source: 'M. Magdon-Ismail, A. Atiya, Maximum Drawdown (2004)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new MaxDrawdown(numberOf(parameters, 'length')),
};
