import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** All of the way up from the true lows of bars that closed higher, less the way down from the true highs of the others. */
export class WilliamsAccumulationDistribution extends Indicator {
  private close = NaN;
  private total = NaN;

  constructor() {
    super('williams-accumulation-distribution');
  }

  get ready(): boolean {
    return !Number.isNaN(this.total);
  }

  get value(): number {
    return this.total;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.total;
    if (!Number.isNaN(this.close)) {
      if (!this.ready) this.total = 0;
      if (close > this.close) this.total += close - Math.min(this.close, low);
      else if (close < this.close) this.total += close - Math.max(this.close, high);
    }
    this.close = close;
    return this.total;
  }
}

export const williamsAccumulationDistribution: Definition = {
  name: 'williams-accumulation-distribution',
  title: "Williams' accumulation / distribution",
  group: 'volume',
  inputs: ['high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: 'sum of close - min(low, close[t-1]) on higher closes, of close - max(high, close[t-1]) on lower ones',
  source: 'L. Williams; S. Achelis, Technical Analysis from A to Z (2000); Tulip wad',
  warmup: () => 2,
  create: () => new WilliamsAccumulationDistribution(),
};
