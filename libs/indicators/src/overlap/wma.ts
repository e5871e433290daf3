import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { wmaKernel } from './wma.kernel.js';

/**
 * Moving average of the last `length` values with weights that fall in steps of one from `length` for the newest to 1 for the
 * oldest; NaN until there are as many.
 */
export class Wma extends Indicator {
  /** 0 where there is no value yet. */
  private readonly ring: Float64Array;
  private readonly weights: number;
  private at = 0;
  private full = false;
  private sum = 0;
  private weighted = 0;
  /** Of the values since the ring was last begun. */
  private freshSum = 0;
  private freshWeighted = 0;

  constructor(readonly length: number) {
    super('wma', [length]);
    this.ring = new Float64Array(checkWindow(length));
    this.weights = (length * (length + 1)) / 2;
  }

  get ready(): boolean {
    return this.full;
  }

  get value(): number {
    return this.full ? this.weighted / this.weights : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { ring, at } = this;
    const place = at + 1;
    if (this.full) this.weighted += this.length * value - this.sum;
    this.sum += value - ring[at];
    this.freshSum += value;
    this.freshWeighted += place * value;
    ring[at] = value;
    this.at = place;
    if (place === this.length) this.wrap();
    return this.value;
  }

  /** Goes on with sums of additions alone, once a window, as Sma does. */
  private wrap(): void {
    this.at = 0;
    this.full = true;
    this.sum = this.freshSum;
    this.weighted = this.freshWeighted;
    this.freshSum = 0;
    this.freshWeighted = 0;
  }
}

export const wma: Definition = {
  name: 'wma',
  title: 'Weighted moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20)],
  outputs: [VALUE],
  formula: 'WMA = (n x[t] + (n-1) x[t-1] + ... + 1 x[t-n+1]) / (n (n+1) / 2)',
  source: 'TA-Lib WMA, Tulip wma, Skender Wma',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Wma(numberOf(parameters, 'length')),
  kernel: wmaKernel,
};
