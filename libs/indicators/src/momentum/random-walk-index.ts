import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';
import { TrueRange } from '../volatility/true-range.js';

/** Random walk index: how far bars went up and down in parts of how far a random walk of such ranges would; the most of all windows of 2 to `length` bars. 0 where there is no range. */
export class RandomWalkIndex extends Indicator {
  private readonly highs: RollingSum;
  private readonly lows: RollingSum;
  private readonly ranges: RollingSum;
  private readonly range = new TrueRange();
  private up = NaN;
  private down = NaN;

  constructor(readonly length = 14) {
    super('random-walk-index', [length]);
    this.highs = new RollingSum(checkWindow(length, 2) + 1);
    this.lows = new RollingSum(length + 1);
    this.ranges = new RollingSum(length);
  }

  get ready(): boolean {
    return this.highs.ready;
  }

  get value(): number {
    return this.up;
  }

  get high(): number {
    return this.up;
  }

  get low(): number {
    return this.down;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    const range = this.range.update(high, low, close);
    if (this.range.ready) this.ranges.update(range);
    if (this.ready) this.measure(high, low);
    return this.up;
  }

  private measure(high: number, low: number): void {
    this.up = -Infinity;
    this.down = -Infinity;
    let ranges = this.ranges.back(0);
    for (let i = 2; i <= this.length; i++) {
      ranges += this.ranges.back(i - 1);
      const usual = (ranges / i) * Math.sqrt(i);
      this.up = Math.max(this.up, quotient(high - this.lows.back(i), usual, high));
      this.down = Math.max(this.down, quotient(this.highs.back(i) - low, usual, high));
    }
  }
}

export const randomWalkIndex: Definition = {
  name: 'random-walk-index',
  title: 'Random walk index',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14, { title: 'bars in the longest window', minimum: 2 })],
  outputs: [
    { name: 'high', title: 'Upwards' },
    { name: 'low', title: 'Downwards' },
  ],
  formula:
    'high = max over i of (high - low[t-i]) / (A sqrt(i)), low = max over i of (high[t-i] - low) / (A sqrt(i)), A the mean true range of i bars',
  source: 'M. Poulos, Stocks and Commodities (1991)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new RandomWalkIndex(numberOf(parameters, 'length')),
};
