import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { RollingLine } from '../rolling/rolling-line.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { TrueRange } from '../volatility/true-range.js';

/** Squeeze momentum: end of the line through distances of closes from the middle of range and average; and whether the Bollinger bands are within the Keltner channel. */
export class SqueezeMomentum extends Indicator {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;
  private readonly closes: RollingMoments;
  private readonly range = new TrueRange('range');
  private readonly averageRange: Sma;
  private readonly line: RollingLine;

  constructor(
    readonly length = 20,
    readonly deviations = 2,
    readonly ranges = 1.5,
  ) {
    super('squeeze-momentum', [length, deviations, ranges]);
    this.highs = new RollingExtreme(length, 'max');
    this.lows = new RollingExtreme(length, 'min');
    this.closes = new RollingMoments(length);
    this.averageRange = new Sma(length);
    this.line = new RollingLine(length);
  }

  get ready(): boolean {
    return this.line.ready;
  }

  get value(): number {
    return this.line.line(this.length - 1);
  }

  /** 1 where the bands are within the channel, else 0. */
  get on(): number {
    if (!this.ready) return NaN;
    return Number(this.deviations * this.closes.deviation < this.ranges * this.averageRange.value);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    this.closes.update(close);
    this.averageRange.update(this.range.update(high, low, close));
    if (!this.highs.ready) return NaN;
    this.line.update(close - ((this.highs.value + this.lows.value) / 2 + this.closes.mean) / 2);
    return this.value;
  }
}

export const squeezeMomentum: Definition = {
  name: 'squeeze-momentum',
  title: 'Squeeze momentum',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(20, { title: 'bars in all windows', minimum: 2 }),
    {
      name: 'deviations',
      title: 'standard deviations of the bands',
      kind: 'number',
      minimum: 0,
      maximum: 100,
      default: 2,
    },
    { name: 'ranges', title: 'true ranges of the channel', kind: 'number', minimum: 0, maximum: 100, default: 1.5 },
  ],
  outputs: [
    { name: 'value', title: 'Momentum' },
    { name: 'on', title: 'Squeeze on' },
  ],
  formula:
    'linear regression of close - ((H + L) / 2 + SMA(close)) / 2; on = 1 where d deviations of closes are less than r mean true ranges',
  source: 'J. Carter, Mastering the Trade (2005), as by LazyBear; LEAN SqueezeMomentum',
  warmup: (parameters) => 2 * numberOf(parameters, 'length') - 1,
  create: (parameters) =>
    new SqueezeMomentum(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'deviations'),
      numberOf(parameters, 'ranges'),
    ),
};
