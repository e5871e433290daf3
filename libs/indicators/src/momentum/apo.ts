import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import type { Ema } from '../overlap/ema.js';
import type { Sma } from '../overlap/sma.js';
import {
  OSCILLATOR_AVERAGE,
  oscillatorAverage,
  oscillatorWarmup,
  type OscillatorAverage,
} from './oscillator-average.js';

/** Absolute price oscillator: a fast average less a slow one, in units of the price. */
export class Apo extends Indicator {
  private readonly fastAverage: Sma | Ema;
  private readonly slowAverage: Sma | Ema;

  constructor(
    readonly fast = 12,
    readonly slow = 26,
    average: OscillatorAverage = 'exponential',
  ) {
    super('apo', [fast, slow, average]);
    this.fastAverage = oscillatorAverage(fast, average);
    this.slowAverage = oscillatorAverage(slow, average);
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
    length(12, { name: 'fast', title: 'values in the fast average' }),
    length(26, { name: 'slow', title: 'values in the slow average' }),
    OSCILLATOR_AVERAGE,
  ],
  outputs: [VALUE],
  formula: 'MA(x, fast) - MA(x, slow)',
  source: 'TA-Lib APO (simple averages by default), Tulip apo, LEAN AbsolutePriceOscillator',
  warmup: (parameters) =>
    oscillatorWarmup(
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      wordOf<OscillatorAverage>(parameters, 'average'),
    ),
  create: (parameters) =>
    new Apo(
      numberOf(parameters, 'fast'),
      numberOf(parameters, 'slow'),
      wordOf<OscillatorAverage>(parameters, 'average'),
    ),
};
