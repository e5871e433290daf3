import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Middle of the range of a bar. */
export class MedianPrice extends Indicator {
  private state = NaN;

  constructor() {
    super('median-price');
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(high: number, low: number): number {
    const price = (high + low) / 2;
    if (Number.isFinite(price)) this.state = price;
    return this.state;
  }
}

export const medianPrice: Definition = {
  name: 'median-price',
  title: 'Median price',
  group: 'price',
  inputs: ['high', 'low'],
  parameters: [],
  outputs: [VALUE],
  formula: '(high + low) / 2',
  source: 'TA-Lib MEDPRICE, Tulip medprice, Skender CandlePart HL2',
  warmup: () => 1,
  create: () => new MedianPrice(),
};
