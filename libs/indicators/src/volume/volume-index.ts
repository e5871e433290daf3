import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** An index of 1000 at first that goes with the price on bars with more (positive) or less (negative) volume than before. */
abstract class VolumeIndex extends Indicator {
  private close = NaN;
  private volume = NaN;
  private index = NaN;

  protected constructor(
    name: string,
    private readonly direction: 1 | -1,
  ) {
    super(name);
  }

  get ready(): boolean {
    return !Number.isNaN(this.index);
  }

  get value(): number {
    return this.index;
  }

  update(close: number, volume: number): number {
    if (!Number.isFinite(close) || !Number.isFinite(volume)) return this.index;
    if (!this.ready) this.index = 1000;
    else if (this.direction * (volume - this.volume) > 0 && this.close !== 0) this.index *= close / this.close;
    this.close = close;
    this.volume = volume;
    return this.index;
  }
}

export class NegativeVolumeIndex extends VolumeIndex {
  constructor() {
    super('negative-volume-index', -1);
  }
}

export class PositiveVolumeIndex extends VolumeIndex {
  constructor() {
    super('positive-volume-index', 1);
  }
}

const BOTH = {
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: [],
  outputs: [VALUE],
  warmup: () => 1,
} as const;

export const negativeVolumeIndex: Definition = {
  ...BOTH,
  name: 'negative-volume-index',
  title: 'Negative volume index',
  formula: 'NVI = NVI[t-1] close / close[t-1] where volume < volume[t-1], else unchanged; from 1000',
  source: 'P. Dysart, N. Fosback, Stock Market Logic (1976); Tulip nvi',
  create: () => new NegativeVolumeIndex(),
};

export const positiveVolumeIndex: Definition = {
  ...BOTH,
  name: 'positive-volume-index',
  title: 'Positive volume index',
  formula: 'PVI = PVI[t-1] close / close[t-1] where volume > volume[t-1], else unchanged; from 1000',
  source: 'P. Dysart, N. Fosback, Stock Market Logic (1976); Tulip pvi',
  create: () => new PositiveVolumeIndex(),
};
