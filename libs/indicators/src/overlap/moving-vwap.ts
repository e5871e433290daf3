import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { VolumeWeighted } from '../rolling/volume-weighted.js';

/** Volume-weighted average price of a rolling window; NaN where nothing traded in the whole window. */
export class MovingVwap extends Indicator {
  private readonly window: VolumeWeighted;

  constructor(readonly length: number) {
    super('moving-vwap', [length]);
    this.window = new VolumeWeighted(length);
  }

  get ready(): boolean {
    return this.window.ready;
  }

  get value(): number {
    return this.ready ? this.window.mean : NaN;
  }

  update(open: number, high: number, low: number, close: number, volume: number): number {
    const price = (open + high + low + close) / 4;
    if (Number.isFinite(price) && Number.isFinite(volume)) this.window.update(price, volume);
    return this.value;
  }
}

export const movingVwap: Definition = {
  name: 'moving-vwap',
  title: 'Moving volume-weighted average price',
  group: 'overlap',
  inputs: ['open', 'high', 'low', 'close', 'volume'],
  parameters: [length(50)],
  outputs: [VALUE],
  formula: 'sum of p v / sum of v, p = (open + high + low + close) / 4, over n bars',
  source: 'LEAN VolumeWeightedAveragePriceIndicator',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new MovingVwap(numberOf(parameters, 'length')),
};
