import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { moneyFlowMultiplier } from './money-flow.js';

/** All volume so far, each bar's weighed by where it closed in its range. */
export class AccumulationDistribution extends Indicator {
  private total = 0;
  private known = false;

  constructor() {
    super('accumulation-distribution');
  }

  get ready(): boolean {
    return this.known;
  }

  get value(): number {
    return this.known ? this.total : NaN;
  }

  update(high: number, low: number, close: number, volume: number): number {
    if (!Number.isFinite(high + low) || !Number.isFinite(close) || !Number.isFinite(volume)) return this.value;
    this.total += moneyFlowMultiplier(high, low, close) * volume;
    this.known = true;
    return this.total;
  }
}

export const accumulationDistribution: Definition = {
  name: 'accumulation-distribution',
  title: 'Accumulation / distribution line',
  group: 'volume',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: [],
  outputs: [VALUE],
  formula: 'AD = AD[t-1] + volume ((close - low) - (high - close)) / (high - low); unchanged where high = low',
  source: 'M. Chaikin; S. Achelis, Technical Analysis from A to Z (2000); TA-Lib AD, Tulip ad',
  warmup: () => 1,
  create: () => new AccumulationDistribution(),
};
