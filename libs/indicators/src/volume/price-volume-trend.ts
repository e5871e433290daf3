import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** All volume so far, each bar's weighed by its return; from 0. A bar after a close of 0 adds nothing. */
export class PriceVolumeTrend extends Indicator {
  private close = NaN;
  private total = NaN;

  constructor() {
    super('price-volume-trend');
  }

  get ready(): boolean {
    return !Number.isNaN(this.total);
  }

  get value(): number {
    return this.total;
  }

  update(close: number, volume: number): number {
    if (!Number.isFinite(close) || !Number.isFinite(volume)) return this.total;
    if (!this.ready) this.total = 0;
    else if (this.close !== 0) this.total += (volume * (close - this.close)) / this.close;
    this.close = close;
    return this.total;
  }
}

export const priceVolumeTrend: Definition = {
  name: 'price-volume-trend',
  title: 'Price and volume trend',
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: [],
  outputs: [VALUE],
  formula: 'PVT = PVT[t-1] + volume (close - close[t-1]) / close[t-1]',
  source: 'S. Achelis, Technical Analysis from A to Z (2000)',
  warmup: () => 1,
  create: () => new PriceVolumeTrend(),
};
