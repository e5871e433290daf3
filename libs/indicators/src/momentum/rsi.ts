import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { changesWarmup, RisesAndFalls, SMOOTHING, type Smoothing } from '../rolling/rises-and-falls.js';
import { checkWindow } from '../rolling/window.js';
import { rsiKernel, rsiOf } from './rsi.kernel.js';

/** Relative strength index, 0 to 100; 50 where nothing moves. What is not finite is left out. */
export class Rsi extends Indicator {
  private readonly changes: RisesAndFalls;

  constructor(
    readonly length: number,
    smoothing: Smoothing = 'wilder',
  ) {
    super('rsi', [length, smoothing]);
    this.changes = new RisesAndFalls(checkWindow(length), smoothing);
  }

  get ready(): boolean {
    return this.changes.ready;
  }

  get value(): number {
    const { rise, fall, last } = this.changes;
    return rsiOf(rise, fall, last);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.changes.update(value);
    return this.value;
  }
}

export const rsi: Definition = {
  name: 'rsi',
  title: 'Relative strength index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(14), SMOOTHING],
  outputs: [VALUE],
  formula: 'RSI = 100 U / (U + D), U and D the averages of rises and falls; 50 where both are 0',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib RSI, Tulip rsi, Skender Rsi',
  warmup: (parameters) => changesWarmup(numberOf(parameters, 'length'), wordOf<Smoothing>(parameters, 'smoothing')),
  create: (parameters) => new Rsi(numberOf(parameters, 'length'), wordOf<Smoothing>(parameters, 'smoothing')),
  kernel: rsiKernel,
};
