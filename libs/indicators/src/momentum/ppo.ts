import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import {
  OSCILLATOR_AVERAGE,
  oscillatorAverage,
  oscillatorWarmup,
  type OscillatorAverage,
} from './oscillator-average.js';

/** Percentage price oscillator: a fast average less a slow one, in percent of the slow one; 0 where that is 0. */
export class Ppo extends Indicator {
  private readonly fastAverage: Indicator;
  private readonly slowAverage: Indicator;

  constructor(
    readonly fast = 12,
    readonly slow = 26,
    average: OscillatorAverage = 'ema',
  ) {
    super('ppo', [fast, slow, average]);
    this.fastAverage = oscillatorAverage(average, fast);
    this.slowAverage = oscillatorAverage(average, slow);
  }

  get ready(): boolean {
    return this.fastAverage.ready && this.slowAverage.ready;
  }

  get value(): number {
    const slow = this.slowAverage.value;
    return slow === 0 && this.fastAverage.ready ? 0 : (100 * (this.fastAverage.value - slow)) / slow;
  }

  update(value: number): number {
    this.fastAverage.update(value);
    this.slowAverage.update(value);
    return this.value;
  }
}

export const ppo: Definition = {
  name: 'ppo',
  title: 'Percentage price oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(12, { name: 'fast', title: 'values in the fast average', maximum: 10_000 }),
    length(26, { name: 'slow', title: 'values in the slow average', maximum: 10_000 }),
    OSCILLATOR_AVERAGE,
  ],
  outputs: [VALUE],
  formula: '100 (MA(x, fast) - MA(x, slow)) / MA(x, slow)',
  source: 'TA-Lib PPO (simple averages by default), Tulip ppo, LEAN PercentagePriceOscillator',
  warmup: (parameters) => {
    const average = wordOf<OscillatorAverage>(parameters, 'average');
    return Math.max(...['fast', 'slow'].map((name) => oscillatorWarmup(average, numberOf(parameters, name))));
  },
  create: (parameters) =>
    new Ppo(
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      wordOf<OscillatorAverage>(parameters, 'average'),
    ),
};
