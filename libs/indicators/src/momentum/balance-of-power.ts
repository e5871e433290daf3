import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Balance of power: the body of the bar as a part of its range, -1 to 1; 0 where there is no range. */
export class BalanceOfPower extends Indicator {
  private last = NaN;

  constructor() {
    super('balance-of-power');
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!Number.isFinite(open + high + low + close)) return this.last;
    this.last = high > low ? (close - open) / (high - low) : 0;
    return this.last;
  }
}

export const balanceOfPower: Definition = {
  name: 'balance-of-power',
  title: 'Balance of power',
  group: 'momentum',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [],
  outputs: [VALUE],
  formula: 'BOP = (close - open) / (high - low)',
  source: 'I. Livshin, Stocks and Commodities (2001); TA-Lib BOP, Tulip bop, Skender Bop (which averages it)',
  warmup: () => 1,
  create: () => new BalanceOfPower(),
};
