import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { VolumeWeighted } from '../rolling/volume-weighted.js';

/** Volume-weighted moving average; NaN where nothing traded in the whole window. */
export class Vwma extends Indicator {
  private readonly window: VolumeWeighted;

  constructor(readonly length: number) {
    super('vwma', [length]);
    this.window = new VolumeWeighted(length);
  }

  get ready(): boolean {
    return this.window.ready;
  }

  get value(): number {
    return this.ready ? this.window.mean : NaN;
  }

  update(value: number, volume: number): number {
    if (Number.isFinite(value) && Number.isFinite(volume)) this.window.update(value, volume);
    return this.value;
  }
}

export const vwma: Definition = {
  name: 'vwma',
  title: 'Volume-weighted moving average',
  group: 'overlap',
  inputs: ['value', 'volume'],
  parameters: [length(20)],
  outputs: [VALUE],
  formula: 'VWMA = sum of x v / sum of v, over n bars',
  source: 'Tulip vwma, Skender Vwma, ta4j VWMAIndicator',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Vwma(numberOf(parameters, 'length')),
};
