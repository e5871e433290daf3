import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { ExponentialAverage } from '../rolling/exponential-average.js';
import { checkWindow } from '../rolling/window.js';

/** Price momentum oscillator: rate of change from value to value, in percent, averaged twice with weights 2 / n, ten times. */
export class PriceMomentumOscillator extends Indicator {
  private readonly once: ExponentialAverage;
  private readonly twice: ExponentialAverage;
  private readonly average: Ema;
  private previous = NaN;

  constructor(
    readonly length = 35,
    readonly smoothing = 20,
    readonly signalLength = 10,
  ) {
    super('price-momentum-oscillator', [length, smoothing, signalLength]);
    this.once = new ExponentialAverage(2 / checkWindow(length, 2), length);
    this.twice = new ExponentialAverage(2 / checkWindow(smoothing, 2), smoothing);
    this.average = new Ema(signalLength);
  }

  get ready(): boolean {
    return this.twice.ready;
  }

  get value(): number {
    return this.twice.value;
  }

  get signal(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    if (Number.isNaN(previous)) return NaN;
    this.once.update(previous === 0 ? 0 : (100 * (value - previous)) / previous);
    if (!this.once.ready) return NaN;
    this.twice.update(10 * this.once.value);
    this.average.update(this.twice.value);
    return this.twice.value;
  }
}

export const priceMomentumOscillator: Definition = {
  name: 'price-momentum-oscillator',
  title: 'Price momentum oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(35, { title: 'inverse of half the weight in the first average', minimum: 2 }),
    length(20, { name: 'smoothing', title: 'inverse of half the weight in the second average', minimum: 2 }),
    length(10, { name: 'signal', title: 'values in the signal' }),
  ],
  outputs: [
    { name: 'value', title: 'PMO' },
    { name: 'signal', title: 'Signal' },
  ],
  formula:
    'PMO = E(10 E(ROC(x, 1), n), s), E an exponential average of weight 2 / n that begins with a simple one; signal = EMA(PMO, d)',
  source: 'C. Swenlin, DecisionPoint; Skender Pmo',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'smoothing'),
  create: (parameters) =>
    new PriceMomentumOscillator(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'smoothing'),
      numberOf(parameters, 'signal'),
    ),
};
