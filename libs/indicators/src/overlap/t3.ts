import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { CHAIN_SEEDING, chainWarmupOf, EmaChain, type ChainSeeding } from './ema-chain.js';

/** Tillson's average: a Dema whose correction is weighed by `factor`, taken three times. */
export class T3 extends Indicator {
  private readonly chain: EmaChain;
  private readonly c3: number;
  private readonly c4: number;
  private readonly c5: number;
  private readonly c6: number;

  constructor(
    readonly length: number,
    factor = 0.7,
    seeding: ChainSeeding = 'sma',
  ) {
    super('t3', [length, factor, seeding]);
    this.chain = new EmaChain(length, 6, seeding);
    const square = factor * factor;
    const cube = square * factor;
    this.c3 = 1 + 3 * factor + 3 * square + cube;
    this.c4 = -3 * factor - 6 * square - 3 * cube;
    this.c5 = 3 * square + 3 * cube;
    this.c6 = -cube;
  }

  get ready(): boolean {
    return this.chain.ready;
  }

  get value(): number {
    const { chain } = this;
    return this.c3 * chain.at(2) + this.c4 * chain.at(3) + this.c5 * chain.at(4) + this.c6 * chain.at(5);
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.chain.update(value);
    return this.value;
  }
}

export const t3: Definition = {
  name: 't3',
  title: 'Tillson T3 moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(5),
    { name: 'factor', title: 'volume factor', kind: 'number', minimum: 0, maximum: 1, default: 0.7 },
    CHAIN_SEEDING,
  ],
  outputs: [VALUE],
  formula: 'T3 = GD(GD(GD(x))), GD(x) = (1 + v) EMA(x) - v EMA(EMA(x)), worked out as a sum of EMA3 to EMA6',
  source: 'T. Tillson, Stocks & Commodities 16:1 (1998); TA-Lib T3, Skender T3',
  warmup: (parameters) => chainWarmupOf(parameters, 6),
  create: (parameters) =>
    new T3(numberOf(parameters, 'length'), numberOf(parameters, 'factor'), wordOf<ChainSeeding>(parameters, 'seeding')),
};
