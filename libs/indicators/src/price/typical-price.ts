import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Mean of the extremes and the close of a bar. */
export class TypicalPrice extends Indicator {
  private state = NaN;

  constructor() {
    super('typical-price');
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(high: number, low: number, close: number): number {
    const price = (high + low + close) / 3;
    if (Number.isFinite(price)) this.state = price;
    return this.state;
  }
}

export const typicalPrice: Definition = {
  name: 'typical-price',
  title: 'Typical price',
  group: 'price',
  inputs: ['high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: '(high + low + close) / 3',
  source: 'TA-Lib TYPPRICE, Tulip typprice, Skender CandlePart HLC3',
  warmup: () => 1,
  create: () => new TypicalPrice(),
};
