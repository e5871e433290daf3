import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { IndicatorError } from '../errors.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { checkWindow } from '../rolling/window.js';

/** Most bins of a profile; where the range needs more they are twice, four times, ... as wide. */
const MOST_BINS = 1024;

/** volume: a bar's volume is spread evenly over its bins (volume profile). time: each of its bins counts 1 (market profile). */
export type ProfileOf = 'volume' | 'time';

const OF: ChoiceParameter = {
  name: 'of',
  title: 'spreads the volume of a bar over its bins (volume), or counts a bar in each of them (time)',
  kind: 'choice',
  choices: ['volume', 'time'],
  default: 'volume',
};

/**
 * Volume or time of the last `length` bars by price, each bar's in the bins between its low and high: the price with most of it
 * (point of control), and the range about it that has a share of all. O(length) an update.
 */
export class VolumeProfile extends Indicator {
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private readonly volumes: Float64Array;
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly bins = new Float64Array(MOST_BINS);
  private at = 0;
  private point = NaN;
  private upper = NaN;
  private lower = NaN;
  private readonly ofTime: boolean;

  /** @throws IndicatorError INDICATOR_PARAMETER for bins without width */
  constructor(
    readonly length: number,
    readonly bin = 1,
    readonly share = 0.7,
    of: ProfileOf = 'volume',
  ) {
    super('volume-profile', [length, bin, share, of]);
    this.ofTime = of === 'time';
    if (!(bin > 0)) throw new IndicatorError('INDICATOR_PARAMETER', `volume-profile: bin must be above 0: ${bin}`);
    this.highs = new Float64Array(checkWindow(length));
    this.lows = new Float64Array(length);
    this.volumes = new Float64Array(length);
    this.highest = new RollingExtreme(length, 'max');
    this.lowest = new RollingExtreme(length, 'min');
  }

  get ready(): boolean {
    return this.highest.ready;
  }

  get value(): number {
    return this.point;
  }

  /** Middle of the bin with most volume, the lowest of equal ones; NaN without volume. */
  get pointOfControl(): number {
    return this.point;
  }

  /** Upper end of the value area. */
  get valueAreaHigh(): number {
    return this.upper;
  }

  /** Lower end of the value area. */
  get valueAreaLow(): number {
    return this.lower;
  }

  update(high: number, low: number, volume: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(volume)) return this.value;
    this.highest.update(high);
    this.lowest.update(low);
    this.highs[this.at] = high;
    this.lows[this.at] = low;
    this.volumes[this.at] = volume;
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
    if (this.ready) this.calculate();
    return this.value;
  }

  private calculate(): void {
    let width = this.bin;
    while (Math.floor(this.highest.value / width) - Math.floor(this.lowest.value / width) >= MOST_BINS) width *= 2;
    const first = Math.floor(this.lowest.value / width);
    const count = Math.floor(this.highest.value / width) - first + 1;
    const total = this.fill(width, first, count);
    this.point = this.upper = this.lower = NaN;
    if (total > 0) this.findArea(width, first, count, total);
  }

  /** All that is in the bins. */
  private fill(width: number, first: number, count: number): number {
    const { bins, lows, highs, volumes } = this;
    bins.fill(0, 0, count);
    let total = 0;
    for (let i = 0; i < this.length; i++) {
      const from = Math.floor(lows[i] / width) - first;
      const to = Math.floor(highs[i] / width) - first;
      const whole = this.ofTime ? to - from + 1 : volumes[i];
      const each = whole / (to - from + 1);
      for (let k = from; k <= to; k++) bins[k] += each;
      total += whole;
    }
    return total;
  }

  /** From the fullest bin on, whichever neighbour has more joins, the upper one of equals. */
  private findArea(width: number, first: number, count: number, total: number): void {
    const { bins } = this;
    let best = 0;
    for (let k = 1; k < count; k++) if (bins[k] > bins[best]) best = k;
    let from = best;
    let to = best;
    let held = bins[best];
    while (held < this.share * total && (from > 0 || to + 1 < count)) {
      const below = from > 0 ? bins[from - 1] : -1;
      const above = to + 1 < count ? bins[to + 1] : -1;
      if (above >= below) to += 1;
      else from -= 1;
      held += Math.max(above, below);
    }
    this.point = (first + best + 0.5) * width;
    this.lower = (first + from) * width;
    this.upper = (first + to + 1) * width;
  }
}

export const volumeProfile: Definition = {
  name: 'volume-profile',
  title: 'Volume or market profile: point of control and value area',
  group: 'volume',
  inputs: ['high', 'low', 'volume'],
  parameters: [
    length(50, { maximum: 5_000 }),
    { name: 'bin', title: 'width of a bin, in price', kind: 'number', minimum: 1e-9, maximum: 1e9, default: 1 },
    { name: 'share', title: 'share of the value area', kind: 'number', minimum: 0, maximum: 1, default: 0.7 },
    OF,
  ],
  outputs: [
    { name: 'pointOfControl', title: 'Point of control' },
    { name: 'valueAreaHigh', title: 'Value area high' },
    { name: 'valueAreaLow', title: 'Value area low' },
  ],
  formula:
    'volume or time by price in bins of a width over n bars: the fullest bin, and the bins about it with a share of all',
  source: 'J. P. Steidlmayer, Markets and Market Logic (1984)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) =>
    new VolumeProfile(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'bin'),
      numberOf(parameters, 'share'),
      wordOf<ProfileOf>(parameters, 'of'),
    ),
};
