import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Mean of the four prices of a bar. */
export class AveragePrice extends Indicator {
  private state = NaN;

  constructor() {
    super('average-price');
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(open: number, high: number, low: number, close: number): number {
    const price = (open + high + low + close) / 4;
    if (Number.isFinite(price)) this.state = price;
    return this.state;
  }
}

export const averagePrice: Definition = {
  name: 'average-price',
  title: 'Average price',
  group: 'price',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: '(open + high + low + close) / 4',
  source: 'TA-Lib AVGPRICE, Tulip avgprice, Skender CandlePart OHLC4',
  warmup: () => 1,
  create: () => new AveragePrice(),
};
