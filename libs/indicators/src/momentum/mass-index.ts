import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { CHAIN_SEEDING, chainWarmup, EmaChain, type ChainSeeding } from '../overlap/ema-chain.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/**
 * Mass index: sum, over `length` bars, of the average range as a part of the average of that average. It rises where ranges
 * widen. A bar whose average range is 0 counts as 1.
 */
export class MassIndex extends Indicator {
  private readonly averages: EmaChain;
  private readonly sum: RollingSum;

  constructor(
    readonly length = 25,
    readonly smoothing = 9,
    seeding: ChainSeeding = 'sma',
  ) {
    super('mass-index', [length, smoothing, seeding]);
    this.averages = new EmaChain(smoothing, 2, seeding);
    this.sum = new RollingSum(length);
  }

  get ready(): boolean {
    return this.sum.ready;
  }

  get value(): number {
    return this.ready ? this.sum.value : NaN;
  }

  update(high: number, low: number): number {
    const range = high - low;
    if (!Number.isFinite(range)) return this.value;
    this.averages.update(range);
    if (!this.averages.ready) return NaN;
    const again = this.averages.at(1);
    this.sum.update(again === 0 ? 1 : this.averages.at(0) / again);
    return this.value;
  }
}

export const massIndex: Definition = {
  name: 'mass-index',
  title: 'Mass index',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [
    length(25, { title: 'bars in the sum' }),
    length(9, { name: 'smoothing', title: 'bars in the averages' }),
    CHAIN_SEEDING,
  ],
  outputs: [VALUE],
  formula: 'sum over n of EMA(r, s) / EMA(EMA(r, s), s), r = high - low',
  source: 'D. Dorsey, Technical Analysis of Stocks and Commodities (1992); Tulip mass, LEAN MassIndex',
  warmup: (parameters) => {
    const seeding = wordOf<ChainSeeding>(parameters, 'seeding');
    return numberOf(parameters, 'length') + chainWarmup(numberOf(parameters, 'smoothing'), 2, seeding) - 1;
  },
  create: (parameters) =>
    new MassIndex(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'smoothing'),
      wordOf<ChainSeeding>(parameters, 'seeding'),
    ),
};
