import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Macd } from './macd.js';

const agreed = (way: number, other: number): number => (way === other ? way : 0);

/** Elder impulse: 1 where the average and the histogram of the MACD both rise, -1 where both fall, else 0. */
export class ElderImpulse extends Indicator {
  private readonly average: Ema;
  private readonly difference: Macd;
  private last = NaN;

  constructor(
    readonly length = 13,
    readonly fast = 12,
    readonly slow = 26,
    readonly signal = 9,
  ) {
    super('elder-impulse', [length, fast, slow, signal]);
    this.average = new Ema(length);
    this.difference = new Macd(fast, slow, signal);
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const average = this.average.value;
    const { histogram } = this.difference;
    const way = Math.sign(this.average.update(value) - average);
    this.difference.update(value);
    const other = Math.sign(this.difference.histogram - histogram);
    this.last = Number.isNaN(way + other) ? NaN : agreed(way, other);
    return this.last;
  }
}

export const elderImpulse: Definition = {
  name: 'elder-impulse',
  title: 'Elder impulse',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(13, { title: 'values in the average' }),
    length(12, { name: 'fast', title: 'values in the fast average of the MACD' }),
    length(26, { name: 'slow', title: 'values in the slow average of the MACD' }),
    length(9, { name: 'signal', title: 'values in the signal of the MACD' }),
  ],
  outputs: [VALUE],
  formula: 'sign of EMA(x, n) - EMA[t-1] where that of the histogram of MACD is the same, else 0',
  source: 'A. Elder, Come into My Trading Room (2002)',
  warmup: (parameters) =>
    Math.max(
      numberOf(parameters, 'length'),
      Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')) + numberOf(parameters, 'signal') - 1,
    ) + 1,
  create: (parameters) =>
    new ElderImpulse(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      numberOf(parameters, 'signal'),
    ),
};
