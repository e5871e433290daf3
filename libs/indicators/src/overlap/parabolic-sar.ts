import { numberOf, VALUE, wordOf, type Definition, type NumberParameter } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/**
 * How it begins and turns. ta-lib: in the direction of the larger movement of the second bar, at the first bar's extreme;
 * turns where a bar touches it. tulip: in the direction in which the middle of the bars went; turns where a bar passes it.
 * skender: up, and is told from its first turn on; turns where a bar passes it, to the extreme without that bar.
 */
export type SarConvention = 'ta-lib' | 'tulip' | 'skender';

/** Wilder's parabolic stop and reverse: a stop that closes in on the extreme of the trend, the faster the more often it is new. */
export class ParabolicSar extends Indicator {
  private rising = true;
  private told = false;
  private count = 0;
  private sar = NaN;
  private extreme = NaN;
  private factor: number;
  private high1 = NaN;
  private low1 = NaN;
  private high2 = NaN;
  private low2 = NaN;

  constructor(
    readonly step = 0.02,
    readonly maximum = 0.2,
    private readonly convention: SarConvention = 'ta-lib',
  ) {
    super('parabolic-sar', [step, maximum, convention]);
    this.factor = Math.min(step, maximum);
  }

  get ready(): boolean {
    return this.told;
  }

  get value(): number {
    return this.told ? this.sar : NaN;
  }

  /** 1 while the stop is below prices, -1 while it is above them. */
  get trend(): number {
    if (!this.told) return NaN;
    return this.rising ? 1 : -1;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low)) return this.value;
    if (this.count === 0) this.begin(high, low);
    else this.move(high, low);
    this.high2 = this.high1;
    this.low2 = this.low1;
    this.high1 = high;
    this.low1 = low;
    if (this.count < 2) this.count += 1;
    return this.value;
  }

  private begin(high: number, low: number): void {
    this.extreme = high;
    this.sar = low;
  }

  private move(high: number, low: number): void {
    if (this.count === 1) this.direct(high, low);
    if (this.count > 1 || this.convention !== 'ta-lib') this.close();
    const passed = this.rising ? this.sar - low : high - this.sar;
    if (passed > 0 || (passed === 0 && this.convention === 'ta-lib')) this.turn(high, low);
    else this.follow(high, low);
  }

  /** At the second bar. */
  private direct(high: number, low: number): void {
    const { high1, low1, convention } = this;
    if (convention === 'skender') return;
    this.told = true;
    const up = high - high1;
    const down = low1 - low;
    this.rising = convention === 'tulip' ? up >= down : !(down > 0 && down > up);
    this.sar = this.rising ? low1 : high1;
    if (convention === 'tulip') this.extreme = this.rising ? high1 : low1;
    else {
      this.extreme = this.rising ? high : low;
      // The bar before is left out of the bounds of the next stop.
      this.high1 = high;
      this.low1 = low;
    }
  }

  /** Closes in on the extreme, but not into the last two bars. */
  private close(): void {
    const next = this.sar + this.factor * (this.extreme - this.sar);
    if (this.rising) this.sar = Math.min(next, this.low1, this.count > 1 ? this.low2 : Infinity);
    else this.sar = Math.max(next, this.high1, this.count > 1 ? this.high2 : -Infinity);
  }

  private follow(high: number, low: number): void {
    const best = this.rising ? high : low;
    if (this.rising ? best <= this.extreme : best >= this.extreme) return;
    this.extreme = best;
    this.factor = Math.min(this.factor + this.step, this.maximum);
  }

  private turn(high: number, low: number): void {
    this.told = true;
    const reached = this.convention === 'skender' ? this.extreme : this.beyond(high, low);
    this.rising = !this.rising;
    this.sar = reached;
    this.extreme = this.rising ? high : low;
    this.factor = Math.min(this.step, this.maximum);
  }

  /** The extreme of the trend that ends, this bar and the one before it included. */
  private beyond(high: number, low: number): number {
    return this.rising ? Math.max(this.extreme, high, this.high1) : Math.min(this.extreme, low, this.low1);
  }
}

const acceleration = (name: string, title: string, byDefault: number): NumberParameter => ({
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
    acceleration('step', 'acceleration at first and for each new extreme', 0.02),
    acceleration('maximum', 'largest acceleration', 0.2),
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
};
