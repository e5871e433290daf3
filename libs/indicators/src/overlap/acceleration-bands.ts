import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from './sma.js';

/** Averages of the highs and lows, each put off by `width` times the range of the bar as a part of its price. */
export class AccelerationBands extends Indicator {
  private readonly highs: Sma;
  private readonly lows: Sma;
  private readonly closes: Sma;

  constructor(
    readonly length: number,
    readonly width = 4,
  ) {
    super('acceleration-bands', [length, width]);
    this.highs = new Sma(length);
    this.lows = new Sma(length);
    this.closes = new Sma(length);
  }

  get ready(): boolean {
    return this.closes.ready;
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return this.closes.value;
  }

  get upper(): number {
    return this.highs.value;
  }

  get lower(): number {
    return this.lows.value;
  }

  update(high: number, low: number, close: number): number {
    const sum = high + low;
    if (!Number.isFinite(sum + close)) return this.value;
    // Without a price there is no part of it: the bar counts as it is (TA-Lib).
    const part = sum === 0 ? 0 : (this.width * (high - low)) / sum;
    this.highs.update(high * (1 + part));
    this.lows.update(low * (1 - part));
    return this.closes.update(close);
  }
}

export const accelerationBands: Definition = {
  name: 'acceleration-bands',
  title: 'Acceleration bands',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(20),
    {
      name: 'width',
      title: 'ranges over twice the price',
      kind: 'number',
      minimum: 0,
      maximum: 100,
      default: 4,
    },
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula: 'middle = SMA(c); upper = SMA(h (1 + w (h - l) / (h + l))); lower = SMA(l (1 - w (h - l) / (h + l)))',
  source: 'P. Headley, Big Trends in Trading (2002); TA-Lib ACCBANDS, Tulip abands, LEAN AccelerationBands',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new AccelerationBands(numberOf(parameters, 'length'), numberOf(parameters, 'width')),
};
