import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Atr } from '../volatility/atr.js';
import { Sma } from './sma.js';

/** Stoller's average range channels: a simple average with bands at `multiplier` average true ranges about it. */
export class StarcBands extends Indicator {
  private readonly average: Sma;
  private readonly range: Atr;

  constructor(
    readonly length: number,
    readonly multiplier = 2,
    readonly rangeLength = 15,
  ) {
    super('starc-bands', [length, multiplier, rangeLength]);
    this.average = new Sma(length);
    this.range = new Atr(rangeLength, 'unknown');
  }

  get ready(): boolean {
    return this.average.ready && this.range.ready;
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return this.ready ? this.average.value : NaN;
  }

  get upper(): number {
    return this.middle + this.multiplier * this.range.value;
  }

  get lower(): number {
    return this.middle - this.multiplier * this.range.value;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.average.update(close);
    this.range.update(high, low, close);
    return this.middle;
  }
}

export const starcBands: Definition = {
  name: 'starc-bands',
  title: 'Stoller average range channels (STARC)',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(6),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 2 },
    length(15, { name: 'rangeLength', title: 'true ranges in their average' }),
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula: 'middle = SMA(close, n); upper, lower = middle +- m ATR(k)',
  source: 'M. Stoller; Skender StarcBands',
  warmup: (parameters) => Math.max(numberOf(parameters, 'length'), numberOf(parameters, 'rangeLength') + 1),
  create: (parameters) =>
    new StarcBands(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'multiplier'),
      numberOf(parameters, 'rangeLength'),
    ),
};
