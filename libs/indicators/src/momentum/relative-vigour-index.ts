import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Average of the last four values with weights 1, 2, 2 and 1; NaN until there are four. */
class WeightedFour {
  private first = NaN;
  private second = NaN;
  private third = NaN;
  value = NaN;

  update(value: number): number {
    this.value = (value + 2 * this.third + 2 * this.second + this.first) / 6;
    this.first = this.second;
    this.second = this.third;
    this.third = value;
    return this.value;
  }
}

/** Relative vigour index: bodies of bars as a part of their ranges, -1 to 1; 0 where there is no range. The signal is its weighted average of four. */
export class RelativeVigourIndex extends Indicator {
  private readonly bodies = new WeightedFour();
  private readonly ranges = new WeightedFour();
  private readonly signals = new WeightedFour();
  private readonly bodySum: RollingSum;
  private readonly rangeSum: RollingSum;
  private price = NaN;

  constructor(readonly length = 10) {
    super('relative-vigour-index', [length]);
    this.bodySum = new RollingSum(length);
    this.rangeSum = new RollingSum(length);
  }

  get ready(): boolean {
    return this.rangeSum.ready;
  }

  get value(): number {
    return this.ready ? quotient(this.bodySum.value, this.rangeSum.value, this.price) : NaN;
  }

  get signal(): number {
    return this.signals.value;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.value;
    this.price = close;
    const body = this.bodies.update(close - open);
    const range = this.ranges.update(high - low);
    if (Number.isNaN(range)) return NaN;
    this.bodySum.update(body);
    this.rangeSum.update(range);
    if (this.rangeSum.ready) this.signals.update(this.value);
    return this.value;
  }
}

export const relativeVigourIndex: Definition = {
  name: 'relative-vigour-index',
  title: 'Relative vigour index',
  group: 'momentum',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(10, { title: 'bars in the sums' })],
  outputs: [
    { name: 'value', title: 'RVI' },
    { name: 'signal', title: 'Signal' },
  ],
  formula:
    'RVI = sum(W(close - open)) / sum(W(high - low)), W(y) = (y + 2 y[t-1] + 2 y[t-2] + y[t-3]) / 6; signal = W(RVI)',
  source: 'J. Ehlers, Stocks and Commodities (2002); LEAN RelativeVigorIndex',
  warmup: (parameters) => numberOf(parameters, 'length') + 3,
  create: (parameters) => new RelativeVigourIndex(numberOf(parameters, 'length')),
};
