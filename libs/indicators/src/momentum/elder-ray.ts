import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';

/** Elder ray: how far the high (bull power) and the low (bear power) are above the average of closes, in units of the price. */
export class ElderRay extends Indicator {
  private readonly average: Ema;
  private high = NaN;
  private low = NaN;

  constructor(readonly length = 13) {
    super('elder-ray', [length]);
    this.average = new Ema(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.bull;
  }

  get bull(): number {
    return this.high - this.average.value;
  }

  get bear(): number {
    return this.low - this.average.value;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.high = high;
    this.low = low;
    this.average.update(close);
    return this.bull;
  }
}

export const elderRay: Definition = {
  name: 'elder-ray',
  title: 'Elder ray',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(13)],
  outputs: [
    { name: 'bull', title: 'Bull power' },
    { name: 'bear', title: 'Bear power' },
  ],
  formula: 'bull = high - EMA(close, n); bear = low - EMA(close, n)',
  source: 'A. Elder, Trading for a Living (1993); Skender ElderRay',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new ElderRay(numberOf(parameters, 'length')),
};
