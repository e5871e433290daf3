import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { HomodyneDiscriminator } from './homodyne.js';

/** Bars that are left aside, and bars until the period is known (TA-Lib). */
export const PERIOD_SKIP = 12;
export const PERIOD_WARMUP = 33;

/** Period of the dominant cycle, 6 to 50 bars, and the components that it is found by. It settles over some 50 bars. */
export class DominantCyclePeriod extends Indicator {
  private readonly discriminator = new HomodyneDiscriminator(PERIOD_SKIP);

  constructor() {
    super('dominant-cycle-period');
  }

  get ready(): boolean {
    return this.discriminator.count >= PERIOD_WARMUP;
  }

  get value(): number {
    return this.ready ? this.discriminator.period : NaN;
  }

  /** The detrended price of three bars ago. */
  get inPhase(): number {
    return this.ready ? this.discriminator.inPhase : NaN;
  }

  /** The same, turned by a quarter of a cycle. */
  get quadrature(): number {
    return this.ready ? this.discriminator.quadrature : NaN;
  }

  update(price: number): number {
    if (Number.isFinite(price)) this.discriminator.update(price);
    return this.value;
  }
}

export const dominantCyclePeriod: Definition = {
  name: 'dominant-cycle-period',
  title: 'Period and phasor of the dominant cycle',
  group: 'cycle',
  inputs: ['value'],
  parameters: [],
  outputs: [
    VALUE,
    { name: 'inPhase', title: 'Component in phase' },
    { name: 'quadrature', title: 'Component in quadrature' },
  ],
  formula:
    '2 pi / atan(Im / Re) of the homodyne discriminator, held to 0.67 and 1.5 of the last and to 6 ... 50, smoothed',
  source: 'J. F. Ehlers, Rocket Science for Traders (2001); TA-Lib HT_DCPERIOD, HT_PHASOR',
  warmup: () => PERIOD_WARMUP,
  create: () => new DominantCyclePeriod(),
};
