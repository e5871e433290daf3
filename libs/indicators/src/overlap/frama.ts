import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';

const halfOf = (length: number): number => Math.max(1, Math.floor(length / 2));

/** Exponent by which the share of a new price falls with the fractal dimension. */
const STEEPNESS = 4.6;
const SLOWEST = 0.01;

/**
 * Ehlers' fractal adaptive moving average of the middles of bars: fast while the range grows with time as that of a line
 * (dimension 1), slow while it does not grow (dimension 2). Two halves of the window, an odd length is rounded down. Begins
 * with the last price of its first window; without a range the dimension stays, at first 1.
 */
export class Frama extends Indicator {
  private readonly recent: PriceRange;
  private readonly former: PriceRange;
  private readonly whole: PriceRange;
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private at = 0;
  private passed = 0;
  private fractal = 1;
  private state = NaN;

  constructor(readonly length: number) {
    super('frama', [length]);
    const half = halfOf(length);
    this.recent = new PriceRange(half);
    this.former = new PriceRange(half);
    this.whole = new PriceRange(2 * half);
    this.highs = new Float64Array(half);
    this.lows = new Float64Array(half);
  }

  get ready(): boolean {
    return this.whole.ready;
  }

  get value(): number {
    return this.state;
  }

  /** Fractal dimension, 1 to 2 where the range follows it. */
  get dimension(): number {
    return this.ready ? this.fractal : NaN;
  }

  update(high: number, low: number): number {
    const price = (high + low) / 2;
    if (!Number.isFinite(price)) return this.state;
    const { highs, lows, at } = this;
    const half = highs.length;
    if (this.passed === half) this.former.update(highs[at], lows[at]);
    else this.passed += 1;
    highs[at] = high;
    lows[at] = low;
    this.at = at + 1 === half ? 0 : at + 1;
    this.recent.update(high, low);
    this.whole.update(high, low);
    if (this.ready) this.move(price, half);
    return this.state;
  }

  private move(price: number, half: number): void {
    const near = (this.recent.highest - this.recent.lowest) / half;
    const far = (this.former.highest - this.former.lowest) / half;
    const all = (this.whole.highest - this.whole.lowest) / (2 * half);
    if (near > 0 && far > 0 && all > 0) this.fractal = Math.log2((near + far) / all);
    const alpha = Math.min(1, Math.max(SLOWEST, Math.exp(-STEEPNESS * (this.fractal - 1))));
    this.state = Number.isNaN(this.state) ? price : this.state + alpha * (price - this.state);
  }
}

export const frama: Definition = {
  name: 'frama',
  title: 'Fractal adaptive moving average',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [length(16, { minimum: 2 })],
  outputs: [VALUE, { name: 'dimension', title: 'Fractal dimension' }],
  formula:
    'F = F[t-1] + a (p - F[t-1]), p = (high + low) / 2, a = exp(-4.6 (D - 1)) from 0.01 to 1, D = log2((N1 + N2) / N3), N = range / bars of the halves and the whole',
  source: 'J. Ehlers, Stocks & Commodities 23:10 (2005); LEAN FractalAdaptiveMovingAverage',
  warmup: (parameters) => 2 * halfOf(numberOf(parameters, 'length')),
  create: (parameters) => new Frama(numberOf(parameters, 'length')),
};
