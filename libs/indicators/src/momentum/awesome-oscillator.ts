import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';

/** Awesome oscillator: difference of a fast and a slow average of the middles of the bars; and Williams' accelerator. */
export class AwesomeOscillator extends Indicator {
  private readonly fastAverage: Sma;
  private readonly slowAverage: Sma;
  private readonly average: Sma;

  constructor(
    readonly fast = 5,
    readonly slow = 34,
    readonly signal = 5,
  ) {
    super('awesome-oscillator', [fast, slow, signal]);
    this.fastAverage = new Sma(fast);
    this.slowAverage = new Sma(slow);
    this.average = new Sma(signal);
  }

  get ready(): boolean {
    return this.fastAverage.ready && this.slowAverage.ready;
  }

  get value(): number {
    return this.fastAverage.value - this.slowAverage.value;
  }

  /** How far the value is above its own average. */
  get acceleration(): number {
    return this.value - this.average.value;
  }

  update(high: number, low: number): number {
    const middle = (high + low) / 2;
    if (!Number.isFinite(middle)) return this.value;
    this.fastAverage.update(middle);
    this.slowAverage.update(middle);
    const { value } = this;
    this.average.update(value);
    return value;
  }
}

export const awesomeOscillator: Definition = {
  name: 'awesome-oscillator',
  title: 'Awesome oscillator and accelerator',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [
    length(5, { name: 'fast', title: 'bars in the fast average' }),
    length(34, { name: 'slow', title: 'bars in the slow average' }),
    length(5, { name: 'signal', title: 'values in the average from which the acceleration is' }),
  ],
  outputs: [
    { name: 'value', title: 'Awesome oscillator' },
    { name: 'acceleration', title: 'Accelerator oscillator' },
  ],
  formula: 'AO = SMA(m, fast) - SMA(m, slow), m = (high + low) / 2; AC = AO - SMA(AO, s)',
  source: 'B. Williams, Trading Chaos (1995); Tulip ao, Skender Awesome',
  warmup: (parameters) => Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) => {
    const [fast, slow, signal] = ['fast', 'slow', 'signal'].map((name) => numberOf(parameters, name));
    return new AwesomeOscillator(fast, slow, signal);
  },
};
