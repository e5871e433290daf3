import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Sma } from '../overlap/sma.js';
import { Rsi } from './rsi.js';

/** Derivative oscillator: the RSI averaged twice, less the average of that. */
export class DerivativeOscillator extends Indicator {
  private readonly strength: Rsi;
  private readonly once: Ema;
  private readonly twice: Ema;
  private readonly average: Sma;

  constructor(
    readonly length = 14,
    readonly first = 5,
    readonly second = 3,
    readonly signal = 9,
  ) {
    super('derivative-oscillator', [length, first, second, signal]);
    this.strength = new Rsi(length);
    this.once = new Ema(first);
    this.twice = new Ema(second);
    this.average = new Sma(signal);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.twice.value - this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.average.update(this.twice.update(this.once.update(this.strength.update(value))));
    return this.value;
  }
}

export const derivativeOscillator: Definition = {
  name: 'derivative-oscillator',
  title: 'Derivative oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(14, { title: 'changes in the RSI' }),
    length(5, { name: 'first', title: 'values in the first average' }),
    length(3, { name: 'second', title: 'values in the second average' }),
    length(9, { name: 'signal', title: 'values in the average that is taken off' }),
  ],
  outputs: [VALUE],
  formula: 'E - SMA(E, d), E = EMA(EMA(RSI(n), f), s)',
  source: 'C. Brown, Technical Analysis for the Trading Professional (1999); LEAN DerivativeOscillator',
  warmup: (parameters) =>
    numberOf(parameters, 'length') +
    numberOf(parameters, 'first') +
    numberOf(parameters, 'second') +
    numberOf(parameters, 'signal') -
    2,
  create: (parameters) =>
    new DerivativeOscillator(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'first'),
      numberOf(parameters, 'second'),
      numberOf(parameters, 'signal'),
    ),
};
