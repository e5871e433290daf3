import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';

/** Balance of power: average body of the last bars as a part of their ranges, -1 to 1; 0 where there is no range. */
export class BalanceOfPower extends Indicator {
  private readonly average: Sma;

  constructor(readonly length = 1) {
    super('balance-of-power', [length]);
    this.average = new Sma(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.value;
    return this.average.update(high > low ? (close - open) / (high - low) : 0);
  }
}

export const balanceOfPower: Definition = {
  name: 'balance-of-power',
  title: 'Balance of power',
  group: 'momentum',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(1)],
  outputs: [VALUE],
  formula: 'BOP = SMA((close - open) / (high - low), n)',
  source: 'I. Livshin, Stocks and Commodities (2001); TA-Lib BOP, Tulip bop, Skender Bop (of 14 by default)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new BalanceOfPower(numberOf(parameters, 'length')),
};
