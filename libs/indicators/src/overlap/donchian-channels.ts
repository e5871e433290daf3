import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';

/** Whether the channel is of the bars up to the last one, or of those before it, which the last one may break out of. */
export type DonchianBars = 'with-last' | 'before-last';

/** Highest high and lowest low of `length` bars. */
export class DonchianChannels extends Indicator {
  private readonly range: PriceRange;
  private readonly before: boolean;
  private high = NaN;
  private low = NaN;

  constructor(
    readonly length: number,
    bars: DonchianBars = 'with-last',
  ) {
    super('donchian-channels', [length, bars]);
    this.range = new PriceRange(length);
    this.before = bars === 'before-last';
  }

  get ready(): boolean {
    return !Number.isNaN(this.high);
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return (this.high + this.low) / 2;
  }

  get upper(): number {
    return this.high;
  }

  get lower(): number {
    return this.low;
  }

  /** Width of the channel as a part of its middle. */
  get width(): number {
    return (this.high - this.low) / this.middle;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.value;
    const { range, before } = this;
    if (!before) range.update(high, low);
    this.high = range.highest;
    this.low = range.lowest;
    if (before) range.update(high, low);
    return this.middle;
  }
}

export const donchianChannels: Definition = {
  name: 'donchian-channels',
  title: 'Donchian channels',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    length(20),
    {
      name: 'bars',
      title: 'the window ends with the last bar (with-last), or before it (before-last)',
      kind: 'choice',
      choices: ['with-last', 'before-last'],
      default: 'with-last',
    },
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
    { name: 'width', title: 'Width' },
  ],
  formula: 'upper = highest high, lower = lowest low of n bars; middle = (upper + lower) / 2',
  source: 'R. Donchian (1960); Skender Donchian (before-last), LEAN DonchianChannel (with-last)',
  warmup: (parameters) => numberOf(parameters, 'length') + (parameters['bars'] === 'before-last' ? 1 : 0),
  create: (parameters) =>
    new DonchianChannels(numberOf(parameters, 'length'), wordOf<DonchianBars>(parameters, 'bars')),
};
