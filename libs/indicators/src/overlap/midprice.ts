import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';

/** Middle of the range of the last `length` bars. */
export class Midprice extends Indicator {
  private readonly range: PriceRange;

  constructor(readonly length: number) {
    super('midprice', [length]);
    this.range = new PriceRange(length);
  }

  get ready(): boolean {
    return this.range.ready;
  }

  get value(): number {
    return this.range.middle;
  }

  update(high: number, low: number): number {
    if (Number.isFinite(high) && Number.isFinite(low)) this.range.update(high, low);
    return this.value;
  }
}

export const midprice: Definition = {
  name: 'midprice',
  title: 'Middle of the range of bars',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '(highest high + lowest low of n bars) / 2',
  source: 'TA-Lib MIDPRICE, Tulip ikhts',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Midprice(numberOf(parameters, 'length')),
};
