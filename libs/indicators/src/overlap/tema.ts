import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { temaKernel } from './tema.kernel.js';
import { CHAIN_SEEDING, chainWarmupOf, EmaChain, type ChainSeeding } from './ema-chain.js';

/** Triple exponential moving average: without the lag of the average, nor that of the correction of Dema. */
export class Tema extends Indicator {
  private readonly chain: EmaChain;

  constructor(
    readonly length: number,
    seeding: ChainSeeding = 'sma',
  ) {
    super('tema', [length, seeding]);
    this.chain = new EmaChain(length, 3, seeding);
  }

  get ready(): boolean {
    return this.chain.ready;
  }

  get value(): number {
    return 3 * this.chain.at(0) - 3 * this.chain.at(1) + this.chain.at(2);
  }

  update(value: number): number {
    if (Number.isFinite(value)) this.chain.update(value);
    return this.value;
  }
}

export const tema: Definition = {
  name: 'tema',
  title: 'Triple exponential moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20), CHAIN_SEEDING],
  outputs: [VALUE],
  formula: 'TEMA = 3 EMA(x) - 3 EMA(EMA(x)) + EMA(EMA(EMA(x)))',
  source: 'P. Mulloy, Stocks & Commodities 12:2 (1994); TA-Lib TEMA, Tulip tema, Skender Tema',
  warmup: (parameters) => chainWarmupOf(parameters, 3),
  create: (parameters) => new Tema(numberOf(parameters, 'length'), wordOf<ChainSeeding>(parameters, 'seeding')),
  kernel: temaKernel,
};
