import { numberOf, VALUE, wordOf, type Definition, type NumberParameter } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ParabolicCore, type SarConvention } from './parabolic-core.js';
import { parabolicSarKernel } from './parabolic-sar.kernel.js';

/**
 * Wilder's parabolic stop and reverse: a stop that closes in on the extreme of the trend, the faster the more often it is new.
 *
 * How it begins and turns is a convention. ta-lib: in the direction of the larger movement of the second bar, at the first
 * bar's extreme; turns where a bar touches it. tulip: in the direction in which the middle of the bars went; turns where a bar
 * passes it. skender: up, and is told from its first turn on; turns where a bar passes it, to the extreme without that bar.
 */
export class ParabolicSar extends Indicator {
  private readonly core: ParabolicCore;

  constructor(step = 0.02, maximum = 0.2, convention: SarConvention = 'ta-lib') {
    super('parabolic-sar', [step, maximum, convention]);
    const acceleration = { first: step, step, maximum };
    this.core = new ParabolicCore(convention, acceleration, acceleration);
  }

  get ready(): boolean {
    return this.core.told > 0;
  }

  get value(): number {
    return this.core.told > 0 ? this.core.sar : NaN;
  }

  /** 1 while the stop is below prices, -1 while it is above them. */
  get trend(): number {
    return this.core.told > 0 ? this.core.trend : NaN;
  }

  update(high: number, low: number): number {
    if (Number.isFinite(high) && Number.isFinite(low)) this.core.update(high, low);
    return this.value;
  }
}

/** A part of the way to the extreme. */
export const accelerationParameter = (name: string, title: string, byDefault: number): NumberParameter => ({
  name,
  title,
  kind: 'number',
  minimum: 0,
  maximum: 1,
  default: byDefault,
});

export const parabolicSar: Definition = {
  name: 'parabolic-sar',
  title: 'Parabolic stop and reverse',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    accelerationParameter('step', 'acceleration at first and for each new extreme', 0.02),
    accelerationParameter('maximum', 'largest acceleration', 0.2),
    {
      name: 'convention',
      title: 'how it begins and turns',
      kind: 'choice',
      choices: ['ta-lib', 'tulip', 'skender'],
      default: 'ta-lib',
    },
  ],
  outputs: [VALUE, { name: 'trend', title: 'Direction' }],
  formula:
    'SAR = SAR[t-1] + a (extreme - SAR[t-1]), not into the last two bars; a grows by a step with each new extreme',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib SAR, Tulip psar, Skender ParabolicSar',
  warmup: (parameters) => (parameters['convention'] === 'skender' ? undefined : 2),
  create: (parameters) =>
    new ParabolicSar(
      numberOf(parameters, 'step'),
      numberOf(parameters, 'maximum'),
      wordOf<SarConvention>(parameters, 'convention'),
    ),
  kernel: parabolicSarKernel,
};
