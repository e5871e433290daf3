import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Moving average of the last `length` values with weights that fall in steps of one from `length` for the newest to 1 for the
 * oldest; NaN until there are as many.
 */
export class Wma extends Indicator {
  private readonly ring: Float64Array;
  private readonly weights: number;
  private at = 0;
  private count = 0;
  private sum = 0;
  private weighted = 0;

  constructor(readonly length: number) {
    super('wma', [length]);
    this.ring = new Float64Array(checkWindow(length));
    this.weights = (length * (length + 1)) / 2;
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get value(): number {
    return this.ready ? this.weighted / this.weights : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.count < this.length) {
      this.count += 1;
      this.weighted += this.count * value;
    } else {
      this.weighted += this.length * value - this.sum;
      this.sum -= this.ring[this.at];
    }
    this.sum += value;
    this.ring[this.at] = value;
    this.at += 1;
    if (this.at === this.length) this.wrap();
    return this.value;
  }

  /** Adds up anew once a window, as Sma does. */
  private wrap(): void {
    this.at = 0;
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < this.length; i++) {
      sum += this.ring[i];
      weighted += (i + 1) * this.ring[i];
    }
    this.sum = sum;
    this.weighted = weighted;
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
};
