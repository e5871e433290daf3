import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { TrailingBands } from '../rolling/trailing-bands.js';
import { Atr } from '../volatility/atr.js';

/** What the stop is measured from. */
export type StopBasis = 'close' | 'high-low';

/** A stop at `multiplier` average true ranges from closes, or from highs and lows, which changes sides when a close passes it. */
export class AtrTrailingStop extends Indicator {
  private readonly range: Atr;
  private readonly bands = new TrailingBands();
  private readonly extremes: boolean;
  private last = NaN;

  constructor(
    readonly length: number,
    readonly multiplier = 3,
    basis: StopBasis = 'close',
  ) {
    super('atr-trailing-stop', [length, multiplier, basis]);
    this.extremes = basis === 'high-low';
    this.range = new Atr(length, 'unknown');
  }

  get ready(): boolean {
    return this.range.ready;
  }

  get value(): number {
    return this.bands.stop;
  }

  /** 1 while it is below prices, -1 while it is above them. */
  get trend(): number {
    return this.bands.trend;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const known = this.ready;
    const before = this.last;
    this.last = close;
    this.range.update(high, low, close);
    if (!this.ready) return NaN;
    const distance = this.multiplier * this.range.value;
    const upper = (this.extremes ? high : close) + distance;
    const lower = (this.extremes ? low : close) - distance;
    if (!known) this.bands.begin(upper, lower, close >= before);
    this.bands.update(upper, lower, close);
    return this.bands.stop;
  }
}

export const atrTrailingStop: Definition = {
  name: 'atr-trailing-stop',
  title: 'Average true range trailing stop',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(21),
    { name: 'multiplier', title: 'average true ranges', kind: 'number', minimum: 0, maximum: 100, default: 3 },
    {
      name: 'basis',
      title: 'measured from the close, or from the high and low',
      kind: 'choice',
      choices: ['close', 'high-low'],
      default: 'close',
    },
  ],
  outputs: [VALUE, { name: 'trend', title: 'Direction: 1 below prices, -1 above them' }],
  formula: 'stops = basis +- m ATR(n), the upper only falls, the lower only rises; a close beyond changes sides',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); Skender AtrStop',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) =>
    new AtrTrailingStop(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'multiplier'),
      wordOf<StopBasis>(parameters, 'basis'),
    ),
};
