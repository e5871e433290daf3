import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Atr } from '../volatility/atr.js';
import { Ema } from './ema.js';
import { Sma } from './sma.js';

/**
 * Of what the channel is. exponential: Ema of the closes, true ranges smoothed as Wilder does, from the second bar on
 * (Raschke, Skender). simple: Sma of the typical prices, Sma of the true ranges, from the first bar on (LEAN).
 */
export type KeltnerKind = 'exponential' | 'simple';

/** Moving average with bands at `multiplier` average true ranges about it. */
export class KeltnerChannels extends Indicator {
  private readonly average: Indicator;
  private readonly range: Atr;
  private readonly typical: boolean;

  constructor(
    readonly length: number,
    readonly multiplier = 2,
    readonly rangeLength = 10,
    kind: KeltnerKind = 'exponential',
  ) {
    super('keltner-channels', [length, multiplier, rangeLength, kind]);
    this.typical = kind === 'simple';
    this.average = this.typical ? new Sma(length) : new Ema(length);
    this.range = this.typical ? new Atr(rangeLength, 'range', 'simple') : new Atr(rangeLength);
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

  /** Width of the channel as a part of its middle. */
  get width(): number {
    return (this.upper - this.lower) / this.middle;
  }

  update(high: number, low: number, close: number): number {
    const price = (high + low + close) / 3;
    if (!Number.isFinite(price)) return this.value;
    this.average.update(this.typical ? price : close);
    this.range.update(high, low, close);
    return this.middle;
  }
}

export const keltnerChannels: Definition = {
  name: 'keltner-channels',
  title: 'Keltner channels',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(20),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 2 },
    length(10, { name: 'rangeLength', title: 'true ranges in their average' }),
    {
      name: 'kind',
      title: 'exponential averages of closes and true ranges, or simple ones of typical prices and true ranges',
      kind: 'choice',
      choices: ['exponential', 'simple'],
      default: 'exponential',
    },
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
    { name: 'width', title: 'Width' },
  ],
  formula: 'middle = EMA(close, n) or SMA(typical price, n); upper, lower = middle +- m ATR(k)',
  source:
    'C. Keltner, How To Make Money in Commodities (1960), L. Raschke; Skender Keltner (exponential), LEAN KeltnerChannels (simple)',
  warmup: (parameters) => {
    const ranges = numberOf(parameters, 'rangeLength') + (parameters['kind'] === 'exponential' ? 1 : 0);
    return Math.max(numberOf(parameters, 'length'), ranges);
  },
  create: (parameters) =>
    new KeltnerChannels(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'multiplier'),
      numberOf(parameters, 'rangeLength'),
      wordOf<KeltnerKind>(parameters, 'kind'),
    ),
};
