import { length, numberOf, type Definition, type ParameterValues } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PriceRange } from '../rolling/price-range.js';

/**
 * Ichimoku cloud: middles of the ranges of three windows. All is told at the bar at which it is known; the spans are drawn
 * `displacement` bars later, the lagging line as many earlier.
 */
export class Ichimoku extends Indicator {
  private readonly near: PriceRange;
  private readonly middle: PriceRange;
  private readonly far: PriceRange;
  private close = NaN;

  constructor(conversion = 9, base = 26, span = 52, displacement = 26) {
    super('ichimoku', [conversion, base, span, displacement]);
    this.near = new PriceRange(conversion);
    this.middle = new PriceRange(base);
    this.far = new PriceRange(span);
  }

  get ready(): boolean {
    return this.near.ready;
  }

  get value(): number {
    return this.conversion;
  }

  /** Tenkan-sen. */
  get conversion(): number {
    return this.near.middle;
  }

  /** Kijun-sen. */
  get base(): number {
    return this.middle.middle;
  }

  /** Senkou span A. */
  get spanA(): number {
    return (this.conversion + this.base) / 2;
  }

  /** Senkou span B. */
  get spanB(): number {
    return this.far.middle;
  }

  /** Chikou span: the close. */
  get lagging(): number {
    return this.close;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    this.near.update(high, low);
    this.middle.update(high, low);
    this.far.update(high, low);
    this.close = close;
    return this.conversion;
  }
}

const later = (parameters: ParameterValues): number => numberOf(parameters, 'displacement');

export const ichimoku: Definition = {
  name: 'ichimoku',
  title: 'Ichimoku cloud',
  group: 'overlap',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(9, { name: 'conversion', title: 'bars of the conversion line' }),
    length(26, { name: 'base', title: 'bars of the base line' }),
    length(52, { name: 'span', title: 'bars of span B' }),
    length(26, { name: 'displacement', title: 'bars by which the cloud is drawn later', minimum: 0, maximum: 10_000 }),
  ],
  outputs: [
    { name: 'conversion', title: 'Conversion line (tenkan-sen)' },
    { name: 'base', title: 'Base line (kijun-sen)' },
    { name: 'spanA', title: 'Leading span A (senkou span A)', displacement: later },
    { name: 'spanB', title: 'Leading span B (senkou span B)', displacement: later },
    { name: 'lagging', title: 'Lagging line (chikou span)', displacement: (parameters) => -later(parameters) },
  ],
  formula:
    'conversion, base, span B = (highest high + lowest low) / 2 of n bars; span A = (conversion + base) / 2; lagging = close',
  source: 'G. Hosoda (1969); Tulip ikhts, Skender Ichimoku, LEAN IchimokuKinkoHyo',
  warmup: (parameters) => numberOf(parameters, 'conversion'),
  create: (parameters) =>
    new Ichimoku(
      numberOf(parameters, 'conversion'),
      numberOf(parameters, 'base'),
      numberOf(parameters, 'span'),
      numberOf(parameters, 'displacement'),
    ),
};
