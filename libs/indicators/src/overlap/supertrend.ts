import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { TrailingBands } from '../rolling/trailing-bands.js';
import { Atr } from '../volatility/atr.js';

/**
 * How it begins. middle: true ranges count from the second bar, and it rises when the first close is not below the middle of
 * its bar (Skender). falling: they count from the first bar, and it falls unless the close is above the upper band (LEAN).
 */
export type SupertrendStart = 'middle' | 'falling';

/** A stop at `multiplier` average true ranges from the middle of bars, which changes sides when a close passes it. */
export class Supertrend extends Indicator {
  private readonly range: Atr;
  private readonly bands = new TrailingBands();
  private readonly falling: boolean;

  constructor(
    readonly length: number,
    readonly multiplier = 3,
    start: SupertrendStart = 'middle',
  ) {
    super('supertrend', [length, multiplier, start]);
    this.falling = start === 'falling';
    this.range = new Atr(length, this.falling ? 'range' : 'unknown');
  }

  get ready(): boolean {
    return this.range.ready;
  }

  get value(): number {
    return this.bands.stop;
  }

  /** 1 while it rises below prices, -1 while it falls above them. */
  get trend(): number {
    return this.bands.trend;
  }

  get upper(): number {
    return this.bands.upper;
  }

  get lower(): number {
    return this.bands.lower;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const known = this.ready;
    this.range.update(high, low, close);
    if (!this.ready) return NaN;
    const middle = (high + low) / 2;
    const distance = this.multiplier * this.range.value;
    const { bands } = this;
    if (!known) bands.begin(middle + distance, middle - distance, !this.falling && close >= middle);
    bands.update(middle + distance, middle - distance, close);
    return bands.stop;
  }
}

export const supertrend: Definition = {
  name: 'supertrend',
  title: 'SuperTrend',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(10),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 3 },
    {
      name: 'start',
      title: 'begins by the middle of the bar (middle), or falls and counts the range of the first bar (falling)',
      kind: 'choice',
      choices: ['middle', 'falling'],
      default: 'middle',
    },
  ],
  outputs: [
    VALUE,
    { name: 'trend', title: 'Direction: 1 below prices, -1 above them' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula:
    'bands = (high + low) / 2 +- m ATR(n), the upper only falls, the lower only rises; a close beyond changes sides',
  source: 'O. Seban (2008); Skender SuperTrend (middle), LEAN SuperTrend (falling)',
  warmup: (parameters) => numberOf(parameters, 'length') + (parameters['start'] === 'middle' ? 1 : 0),
  create: (parameters) =>
    new Supertrend(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'multiplier'),
      wordOf<SupertrendStart>(parameters, 'start'),
    ),
};
