import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import {
  OSCILLATOR_AVERAGE,
  oscillatorAverage,
  oscillatorWarmup,
  type OscillatorAverage,
} from './oscillator-average.js';

/** Absolute price oscillator: a fast average less a slow one, in units of the price. */
export class Apo extends Indicator {
  private readonly fastAverage: Indicator;
  private readonly slowAverage: Indicator;

  constructor(
    readonly fast = 12,
    readonly slow = 26,
    average: OscillatorAverage = 'ema',
  ) {
    super('apo', [fast, slow, average]);
    this.fastAverage = oscillatorAverage(average, fast);
    this.slowAverage = oscillatorAverage(average, slow);
  }

  get ready(): boolean {
    return this.fastAverage.ready && this.slowAverage.ready;
  }

  get value(): number {
    return this.fastAverage.value - this.slowAverage.value;
  }

  update(value: number): number {
    this.fastAverage.update(value);
    this.slowAverage.update(value);
    return this.value;
  }
}

export const apo: Definition = {
  name: 'apo',
  title: 'Absolute price oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(12, { name: 'fast', title: 'values in the fast average', maximum: 10_000 }),
    length(26, { name: 'slow', title: 'values in the slow average', maximum: 10_000 }),
    OSCILLATOR_AVERAGE,
  ],
  outputs: [VALUE],
  formula: 'MA(x, fast) - MA(x, slow)',
  source: 'TA-Lib APO (simple averages by default), Tulip apo, LEAN AbsolutePriceOscillator',
  warmup: (parameters) => {
    const average = wordOf<OscillatorAverage>(parameters, 'average');
    return Math.max(...['fast', 'slow'].map((name) => oscillatorWarmup(average, numberOf(parameters, name))));
  },
  create: (parameters) =>
    new Apo(
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      wordOf<OscillatorAverage>(parameters, 'average'),
    ),
};
