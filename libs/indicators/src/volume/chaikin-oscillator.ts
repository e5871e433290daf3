import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { AccumulationDistribution } from './accumulation-distribution.js';

/**
 * Difference of two exponential averages of the accumulation / distribution line, which begin with its first value. Known
 * after as many bars as the longer one has.
 */
export class ChaikinOscillator extends Indicator {
  private readonly line = new AccumulationDistribution();
  private readonly quick: Ema;
  private readonly smooth: Ema;
  private readonly wait: number;
  private count = 0;

  constructor(
    readonly fast: number,
    readonly slow: number,
  ) {
    super('chaikin-oscillator', [fast, slow]);
    this.quick = new Ema(fast, 'first');
    this.smooth = new Ema(slow, 'first');
    this.wait = Math.max(fast, slow);
  }

  get ready(): boolean {
    return this.count === this.wait;
  }

  get value(): number {
    return this.ready ? this.quick.value - this.smooth.value : NaN;
  }

  update(high: number, low: number, close: number, volume: number): number {
    if (!Number.isFinite(high + low) || !Number.isFinite(close) || !Number.isFinite(volume)) return this.value;
    const line = this.line.update(high, low, close, volume);
    this.quick.update(line);
    this.smooth.update(line);
    if (this.count < this.wait) this.count += 1;
    return this.value;
  }
}

export const chaikinOscillator: Definition = {
  name: 'chaikin-oscillator',
  title: 'Chaikin accumulation / distribution oscillator',
  group: 'volume',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: [
    length(3, { name: 'fast', title: 'bars of the quick average' }),
    length(10, { name: 'slow', title: 'bars of the smooth average' }),
  ],
  outputs: [VALUE],
  formula: 'EMA(AD, fast) - EMA(AD, slow), both from the first AD on',
  source: 'M. Chaikin; S. Achelis, Technical Analysis from A to Z (2000); TA-Lib ADOSC, Tulip adosc',
  warmup: (parameters) => Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) => new ChaikinOscillator(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
};
