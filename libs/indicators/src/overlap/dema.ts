import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { demaKernel } from './dema.kernel.js';
import { CHAIN_SEEDING, chainWarmupOf, EmaChain, type ChainSeeding } from './ema-chain.js';

/** Double exponential moving average: the average of the average shows by how much the average lags. */
export class Dema extends Indicator {
  private readonly chain: EmaChain;

  constructor(
    readonly length: number,
    seeding: ChainSeeding = 'sma',
  ) {
    super('dema', [length, seeding]);
    this.chain = new EmaChain(length, 2, seeding);
  }

  get ready(): boolean {
    return this.chain.ready;
  }

  get value(): number {
    return 2 * this.chain.at(0) - this.chain.at(1);
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.chain.update(value);
    return this.value;
  }
}

export const dema: Definition = {
  name: 'dema',
  title: 'Double exponential moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20), CHAIN_SEEDING],
  outputs: [VALUE],
  formula: 'DEMA = 2 EMA(x) - EMA(EMA(x))',
  source: 'P. Mulloy, Stocks & Commodities 12:1 (1994); TA-Lib DEMA, Tulip dema, Skender Dema',
  warmup: (parameters) => chainWarmupOf(parameters, 2),
  create: (parameters) => new Dema(numberOf(parameters, 'length'), wordOf<ChainSeeding>(parameters, 'seeding')),
  kernel: demaKernel,
};
