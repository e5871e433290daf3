import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Range of the last bar for each unit of its volume; NaN without volume. */
export class MarketFacilitationIndex extends Indicator {
  private range = NaN;
  private volume = NaN;

  constructor() {
    super('market-facilitation-index');
  }

  get ready(): boolean {
    return !Number.isNaN(this.range);
  }

  get value(): number {
    return this.volume === 0 ? NaN : this.range / this.volume;
  }

  update(high: number, low: number, volume: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(volume)) return this.value;
    this.range = high - low;
    this.volume = volume;
    return this.value;
  }
}

export const marketFacilitationIndex: Definition = {
  name: 'market-facilitation-index',
  title: 'Market facilitation index',
  group: 'volume',
  inputs: ['high', 'low', 'volume'],
  parameters: [],
  outputs: [VALUE],
  formula: '(high - low) / volume',
  source: 'B. Williams, Trading Chaos (1995); Tulip marketfi',
  warmup: () => 1,
  create: () => new MarketFacilitationIndex(),
};
