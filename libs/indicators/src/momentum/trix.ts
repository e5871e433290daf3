import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { CHAIN_SEEDING, chainWarmupOf, EmaChain, type ChainSeeding } from '../overlap/ema-chain.js';
import { trixKernel } from './trix.kernel.js';

/** Rate of change, in percent, of an exponential average taken three times; 0 where that average was 0. */
export class Trix extends Indicator {
  private readonly averages: EmaChain;
  private last = NaN;

  constructor(
    readonly length: number,
    seeding: ChainSeeding = 'sma',
  ) {
    super('trix', [length, seeding]);
    this.averages = new EmaChain(length, 3, seeding);
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  /** The average that changes. */
  get average(): number {
    return this.averages.at(2);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.last;
    const { averages } = this;
    const before = averages.at(2);
    averages.update(value);
    this.last = before === 0 ? 0 : (100 * (averages.at(2) - before)) / before;
    return this.last;
  }
}

export const trix: Definition = {
  name: 'trix',
  title: 'Triple exponential rate of change',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(15), CHAIN_SEEDING],
  outputs: [
    { name: 'value', title: 'TRIX' },
    { name: 'average', title: 'Triple average' },
  ],
  formula: 'TRIX = 100 (E / E[t-1] - 1), E = EMA(EMA(EMA(x, n), n), n)',
  source: 'J. Hutson, Technical Analysis of Stocks and Commodities (1983); TA-Lib TRIX, Tulip trix, Skender Trix',
  warmup: (parameters) => chainWarmupOf(parameters, 3) + 1,
  create: (parameters) => new Trix(numberOf(parameters, 'length'), wordOf<ChainSeeding>(parameters, 'seeding')),
  kernel: trixKernel,
};
