import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Mean of the extremes and twice the close of a bar. */
export class WeightedClose extends Indicator {
  private state = NaN;

  constructor() {
    super('weighted-close');
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(high: number, low: number, close: number): number {
    const price = (high + low + 2 * close) / 4;
    if (Number.isFinite(price)) this.state = price;
    return this.state;
  }
}

export const weightedClose: Definition = {
  name: 'weighted-close',
  title: 'Weighted close',
  group: 'price',
  inputs: ['high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: '(high + low + 2 close) / 4',
  source: 'TA-Lib WCLPRICE, Tulip wcprice',
  warmup: () => 1,
  create: () => new WeightedClose(),
};
