import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { WindowStatistic } from '../statistics/window-statistic.js';

/**
 * Root of the mean square of the drawdowns, in percent, from the highest value so far within the window. Drawdowns count from
 * the start of the window, as with Skender. Values of 0 or less have no drawdown and count as none. O(length) an update.
 */
export class UlcerIndex extends WindowStatistic {
  constructor(length: number) {
    super('ulcer-index', length, [length]);
  }

  protected calculate(): number {
    const { ring, length } = this;
    let peak = -Infinity;
    let squares = 0;
    let at = this.oldest;
    for (let i = 0; i < length; i++) {
      const value = ring[at];
      peak = Math.max(peak, value);
      if (peak > 0) squares += ((peak - value) / peak) ** 2;
      at = at + 1 === length ? 0 : at + 1;
    }
    return 100 * Math.sqrt(squares / length);
  }
}

export const ulcerIndex: Definition = {
  name: 'ulcer-index',
  title: 'Ulcer index',
  group: 'volatility',
  inputs: ['value'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: 'sqrt(sum of (100 (x - max) / max)^2 over n values / n), max of the window up to x',
  source: 'P. Martin, B. McCann, The Investor’s Guide to Fidelity Funds (1989); Skender UlcerIndex',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new UlcerIndex(numberOf(parameters, 'length')),
};
