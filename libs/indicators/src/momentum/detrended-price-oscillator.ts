import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

const backOf = (window: number): number => Math.floor(window / 2) + 1;

/** Detrended price oscillator: a price half a window ago, less the average of the window that ends now. */
export class DetrendedPriceOscillator extends Indicator {
  private readonly values: RollingSum;
  private readonly past: RollingSum;

  constructor(readonly length: number) {
    super('detrended-price-oscillator', [length]);
    this.values = new RollingSum(checkWindow(length));
    this.past = new RollingSum(backOf(length) + 1);
  }

  get ready(): boolean {
    return this.values.ready && this.past.ready;
  }

  get value(): number {
    return this.ready ? this.past.oldest - this.values.mean : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.values.update(value);
    this.past.update(value);
    return this.value;
  }
}

export const detrendedPriceOscillator: Definition = {
  name: 'detrended-price-oscillator',
  title: 'Detrended price oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(20)],
  outputs: [
    {
      name: 'value',
      title: 'Value',
      displacement: (parameters) => -backOf(numberOf(parameters, 'length')),
    },
  ],
  formula: 'DPO = x[t - floor(n/2) - 1] - SMA(x, n)[t], drawn where that x is',
  source: 'Tulip dpo, Skender Dpo, LEAN DetrendedPriceOscillator',
  warmup: (parameters) => Math.max(numberOf(parameters, 'length'), backOf(numberOf(parameters, 'length')) + 1),
  create: (parameters) => new DetrendedPriceOscillator(numberOf(parameters, 'length')),
};
