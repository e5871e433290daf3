import { numberOf, wordOf, type ChoiceParameter, type Definition, type NumberParameter } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PERIOD_SKIP, PERIOD_WARMUP } from './dominant-cycle-period.js';
import { HomodyneDiscriminator } from './homodyne.js';

/** price: both averages begin with a price. zero: with 0, from which they rise over some hundred bars (TA-Lib). */
export type MamaStart = 'price' | 'zero';

const START: ChoiceParameter = {
  name: 'start',
  title: 'averages begin with the first price that they take (price) or with 0 (zero)',
  kind: 'choice',
  choices: ['price', 'zero'],
  default: 'price',
};

const limit = (name: string, title: string, byDefault: number): NumberParameter => ({
  name,
  title,
  kind: 'number',
  minimum: 0.001,
  maximum: 0.99,
  default: byDefault,
});

/** Moving average that is as quick as the phase of the cycle allows, and one that follows it at half its rate. */
export class Mama extends Indicator {
  private readonly discriminator = new HomodyneDiscriminator(PERIOD_SKIP);
  private phase = 0;
  private average = 0;
  private following = 0;
  private readonly fromZero: boolean;

  constructor(
    readonly fastLimit: number,
    readonly slowLimit: number,
    start: MamaStart = 'price',
  ) {
    super('mama', [fastLimit, slowLimit, start]);
    this.fromZero = start === 'zero';
  }

  get ready(): boolean {
    return this.discriminator.count >= PERIOD_WARMUP;
  }

  get value(): number {
    return this.ready ? this.average : NaN;
  }

  /** Following adaptive moving average. */
  get fama(): number {
    return this.ready ? this.following : NaN;
  }

  update(price: number): number {
    if (!Number.isFinite(price)) return this.value;
    const { discriminator } = this;
    discriminator.update(price);
    if (!discriminator.begun) {
      if (!this.fromZero) this.average = this.following = price;
      return this.value;
    }
    const { inPhase, quadrature } = discriminator;
    const phase = inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI;
    // The phase falls as time goes on; where it leaps back a new half cycle has begun, and the average is at its quickest.
    const turned = Math.max(1, this.phase - phase);
    this.phase = phase;
    const alpha = Math.min(this.fastLimit, Math.max(this.slowLimit, this.fastLimit / turned));
    this.average += alpha * (price - this.average);
    this.following += 0.5 * alpha * (this.average - this.following);
    return this.value;
  }
}

export const mama: Definition = {
  name: 'mama',
  title: 'MESA adaptive moving average, with FAMA',
  group: 'cycle',
  inputs: ['value'],
  parameters: [
    limit('fastLimit', 'largest weight of the newest', 0.5),
    limit('slowLimit', 'smallest weight of the newest', 0.05),
    START,
  ],
  outputs: [
    { name: 'value', title: 'MAMA' },
    { name: 'fama', title: 'FAMA' },
  ],
  formula:
    'MAMA += a (x - MAMA), FAMA += a / 2 (MAMA - FAMA), a = fast / max(1, fall of the phase in degrees), at least slow',
  source: 'J. F. Ehlers, MESA Adaptive Moving Averages (Stocks & Commodities 2001); TA-Lib MAMA',
  warmup: () => PERIOD_WARMUP,
  create: (parameters) =>
    new Mama(
      numberOf(parameters, 'fastLimit'),
      numberOf(parameters, 'slowLimit'),
      wordOf<MamaStart>(parameters, 'start'),
    ),
};
