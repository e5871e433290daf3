import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { quotient } from '../rolling/quotient.js';

/** True strength index: changes averaged twice, as a part of their sizes averaged so, -100 to 100; 0 where nothing moves. */
export class TrueStrengthIndex extends Indicator {
  private readonly changes: Ema;
  private readonly sizes: Ema;
  private readonly smoothChanges: Ema;
  private readonly smoothSizes: Ema;
  private readonly average: Ema;
  private previous = NaN;

  constructor(
    readonly length = 25,
    readonly smoothing = 13,
    readonly signalLength = 7,
  ) {
    super('true-strength-index', [length, smoothing, signalLength]);
    this.changes = new Ema(length);
    this.sizes = new Ema(length);
    this.smoothChanges = new Ema(smoothing);
    this.smoothSizes = new Ema(smoothing);
    this.average = new Ema(signalLength);
  }

  get ready(): boolean {
    return this.smoothSizes.ready;
  }

  get value(): number {
    return quotient(100 * this.smoothChanges.value, this.smoothSizes.value, 0, this.ready ? 0 : NaN);
  }

  get signal(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const change = value - this.previous;
    this.previous = value;
    this.smoothChanges.update(this.changes.update(change));
    this.smoothSizes.update(this.sizes.update(Math.abs(change)));
    const { value: strength } = this;
    this.average.update(strength);
    return strength;
  }
}

export const trueStrengthIndex: Definition = {
  name: 'true-strength-index',
  title: 'True strength index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(25, { title: 'changes in the first average' }),
    length(13, { name: 'smoothing', title: 'values in the second average' }),
    length(7, { name: 'signal', title: 'values in the signal' }),
  ],
  outputs: [
    { name: 'value', title: 'TSI' },
    { name: 'signal', title: 'Signal' },
  ],
  formula: 'TSI = 100 EMA(EMA(m, n), s) / EMA(EMA(|m|, n), s), m = x - x[t-1]; signal = EMA(TSI, d)',
  source: 'W. Blau, Momentum, Direction and Divergence (1995); Skender Tsi, LEAN TrueStrengthIndex',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'smoothing'),
  create: (parameters) =>
    new TrueStrengthIndex(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'smoothing'),
      numberOf(parameters, 'signal'),
    ),
};
