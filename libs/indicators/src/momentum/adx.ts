import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { Past } from '../rolling/past.js';
import { checkWindow } from '../rolling/window.js';
import { DirectionalMovement } from './directional-movement.js';
import { adxKernel } from './adx.kernel.js';

/**
 * What the average begins with. whole: indices of sums that began with `length` moves (Wilder, Skender, LEAN). short: with one
 * less (Tulip). later: with one less, but without the first index (TA-Lib).
 */
export type AdxSeeding = 'whole' | 'short' | 'later';

const ADX_SEEDING: ChoiceParameter = {
  name: 'seeding',
  title:
    'sums begin with as many moves as the length says (whole), one less (short), or that without the first index (later)',
  kind: 'choice',
  choices: ['whole', 'short', 'later'],
  default: 'whole',
};

/** How far back the rating looks. inclusive: length - 1 bars (TA-Lib, Tulip, LEAN). exclusive: length bars (Skender). */
export type AdxRating = 'inclusive' | 'exclusive';

const RATING: ChoiceParameter = {
  name: 'rating',
  title: 'ADXR looks back the length less one (inclusive) or the whole length (exclusive)',
  kind: 'choice',
  choices: ['inclusive', 'exclusive'],
  default: 'inclusive',
};

/** Average directional index: Wilder's average of the index of directional movement, and its rating. */
export class Adx extends Indicator {
  private readonly movement: DirectionalMovement;
  private readonly average: ExponentialAverage;
  private readonly past: Past;
  private toSkip: number;

  constructor(
    readonly length: number,
    seeding: AdxSeeding = 'whole',
    rating: AdxRating = 'inclusive',
  ) {
    super('adx', [length, seeding, rating]);
    this.movement = new DirectionalMovement(checkWindow(length, 2), seeding === 'whole' ? 'whole' : 'short');
    this.average = ExponentialAverage.wilder(length);
    this.past = new Past(rating === 'inclusive' ? length - 1 : length);
    this.toSkip = seeding === 'later' ? 1 : 0;
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  /** Mean of the value and the one a window ago. */
  get rating(): number {
    return (this.past.earlier + this.value) / 2;
  }

  get plusDi(): number {
    return this.movement.plusDi;
  }

  get minusDi(): number {
    return this.movement.minusDi;
  }

  get dx(): number {
    return this.movement.dx;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.value;
    const dx = this.movement.update(high, low, close);
    if (!this.movement.ready) return NaN;
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return NaN;
    }
    const value = this.average.update(dx);
    if (this.average.ready) this.past.update(value);
    return value;
  }
}

export const adx: Definition = {
  name: 'adx',
  title: 'Average directional index',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14, { title: 'moves in the sums, and indices in the average', minimum: 2 }), ADX_SEEDING, RATING],
  outputs: [
    { name: 'value', title: 'ADX' },
    { name: 'rating', title: 'ADXR' },
    { name: 'plusDi', title: '+DI' },
    { name: 'minusDi', title: '-DI' },
    { name: 'dx', title: 'DX' },
  ],
  formula: 'ADX = ADX[t-1] + (DX - ADX[t-1]) / n, at first the mean of n DX; ADXR = (ADX + ADX[t-n+1]) / 2',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ADX and ADXR, Tulip adx and adxr, Skender Adx',
  warmup: (parameters) => 2 * numberOf(parameters, 'length') - (parameters['seeding'] === 'short' ? 1 : 0),
  create: (parameters) =>
    new Adx(
      numberOf(parameters, 'length'),
      wordOf<AdxSeeding>(parameters, 'seeding'),
      wordOf<AdxRating>(parameters, 'rating'),
    ),
  kernel: adxKernel,
};
