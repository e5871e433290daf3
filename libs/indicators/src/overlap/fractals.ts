import { length, numberOf, VALUE, type Definition, type ParameterValues } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Peak } from '../rolling/peak.js';

/**
 * Highs above, and lows below, those of the `left` bars before and the `right` bars after. They are known `right` bars later.
 */
export class Fractals extends Indicator {
  private readonly peaks: Peak;
  private readonly troughs: Peak;
  private peak = NaN;
  private trough = NaN;
  private lastHigh = NaN;
  private lastLow = NaN;

  constructor(left = 2, right = 2) {
    super('fractals', [left, right]);
    this.peaks = new Peak(left, right, 'max');
    this.troughs = new Peak(left, right, 'min');
  }

  get ready(): boolean {
    return this.peaks.ready;
  }

  /** What is found at this bar: 1 a high, -1 a low, 2 both, 0 nothing. */
  get value(): number {
    if (!this.ready) return NaN;
    const low = !Number.isNaN(this.trough);
    if (!Number.isNaN(this.peak)) return low ? 2 : 1;
    return low ? -1 : 0;
  }

  /** The high that is found at this bar, `right` bars ago; NaN where there is none. */
  get up(): number {
    return this.peak;
  }

  get down(): number {
    return this.trough;
  }

  /** The last high that was found; NaN until there is one. */
  get high(): number {
    return this.lastHigh;
  }

  get low(): number {
    return this.lastLow;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.value;
    this.peak = this.peaks.next(high);
    this.trough = this.troughs.next(low);
    if (!Number.isNaN(this.peak)) this.lastHigh = this.peak;
    if (!Number.isNaN(this.trough)) this.lastLow = this.trough;
    return this.value;
  }
}

const earlier = (parameters: ParameterValues): number => -numberOf(parameters, 'right');

export const fractals: Definition = {
  name: 'fractals',
  title: 'Fractals (pivot highs and lows)',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    length(2, { name: 'left', title: 'bars before' }),
    length(2, { name: 'right', title: 'bars after, by which it is known later' }),
  ],
  outputs: [
    { ...VALUE, title: 'Found: 1 a high, -1 a low, 2 both' },
    { name: 'up', title: 'High', displacement: earlier },
    { name: 'down', title: 'Low', displacement: earlier },
    { name: 'high', title: 'Last high' },
    { name: 'low', title: 'Last low' },
  ],
  formula: 'up = high[t-r] where it is above each of high[t-r-l] to high[t], down = low[t-r] the reverse',
  source: 'B. Williams, Trading Chaos (1995); Skender Fractal, LEAN PivotPointsHighLow',
  warmup: (parameters) => numberOf(parameters, 'left') + numberOf(parameters, 'right') + 1,
  create: (parameters) => new Fractals(numberOf(parameters, 'left'), numberOf(parameters, 'right')),
};
