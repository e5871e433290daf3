import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { mfiKernel, mfiOf } from './mfi.kernel.js';

/**
 * Money flow index: turnover of bars whose typical price rose as a part of that of bars where it rose or fell, over `length`
 * changes, in percent. 100 where it never fell, also where it never moved (Skender, LEAN).
 */
export class Mfi extends Indicator {
  private readonly rises: RollingSum;
  private readonly falls: RollingSum;
  private typical = NaN;

  constructor(readonly length: number) {
    super('mfi', [length]);
    this.rises = new RollingSum(length);
    this.falls = new RollingSum(length);
  }

  get ready(): boolean {
    return this.rises.ready;
  }

  get value(): number {
    return this.ready ? mfiOf(this.rises.value, this.falls.value) : NaN;
  }

  update(high: number, low: number, close: number, volume: number): number {
    const typical = (high + low + close) / 3;
    const flow = typical * volume;
    if (!Number.isFinite(typical) || !Number.isFinite(flow)) return this.value;
    if (!Number.isNaN(this.typical)) {
      this.rises.update(Number(typical > this.typical) * flow);
      this.falls.update(Number(typical < this.typical) * flow);
    }
    this.typical = typical;
    return this.value;
  }
}

export const mfi: Definition = {
  name: 'mfi',
  title: 'Money flow index',
  group: 'volume',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '100 U / (U + D), U (D) = sum of p volume where p = (high + low + close) / 3 rose (fell), over n changes',
  source: 'G. Quong, A. Soudack (Stocks & Commodities 1989); TA-Lib MFI, Tulip mfi, Skender Mfi',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Mfi(numberOf(parameters, 'length')),
  kernel: mfiKernel,
};
