import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Intraday momentum index: an RSI of the bodies of bars, 0 to 100; 50 where they have none. */
export class IntradayMomentumIndex extends Indicator {
  private readonly rises: RollingSum;
  private readonly falls: RollingSum;
  private price = NaN;

  constructor(readonly length = 14) {
    super('intraday-momentum-index', [length]);
    this.rises = new RollingSum(length);
    this.falls = new RollingSum(length);
  }

  get ready(): boolean {
    return this.rises.ready;
  }

  get value(): number {
    return this.ready ? quotient(100 * this.rises.value, this.rises.value + this.falls.value, this.price, 50) : NaN;
  }

  update(open: number, close: number): number {
    if (!Number.isFinite(open + close)) return this.value;
    this.price = close;
    this.rises.update(Math.max(0, close - open));
    this.falls.update(Math.max(0, open - close));
    return this.value;
  }
}

export const intradayMomentumIndex: Definition = {
  name: 'intraday-momentum-index',
  title: 'Intraday momentum index',
  group: 'momentum',
  inputs: ['open', 'close'],
  parameters: [length(14)],
  outputs: [VALUE],
  formula: '100 U / (U + D), U and D the sums of close - open of bars that rose and fell',
  source: 'T. Chande, S. Kroll, The New Technical Trader (1994); TA-Lib IMI',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new IntradayMomentumIndex(numberOf(parameters, 'length')),
};
