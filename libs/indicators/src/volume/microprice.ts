import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Best quotes weighed each by the size on the other side: nearer to the side that is about to give. The middle without sizes. */
export class Microprice extends Indicator {
  private price = NaN;
  private tilt = NaN;

  constructor() {
    super('microprice');
  }

  get ready(): boolean {
    return !Number.isNaN(this.price);
  }

  get value(): number {
    return this.price;
  }

  /** Size on the bid less that on the ask as a part of both: -1 to 1. */
  get imbalance(): number {
    return this.tilt;
  }

  update(bid: number, ask: number, bidSize: number, askSize: number): number {
    if (!Number.isFinite(bid) || !Number.isFinite(ask)) return this.price;
    if (!Number.isFinite(bidSize) || !Number.isFinite(askSize)) return this.price;
    const size = bidSize + askSize;
    this.tilt = size > 0 ? (bidSize - askSize) / size : 0;
    this.price = size > 0 ? (bid * askSize + ask * bidSize) / size : (bid + ask) / 2;
    return this.price;
  }
}

export const microprice: Definition = {
  name: 'microprice',
  title: 'Microprice, weighed by sizes',
  group: 'volume',
  inputs: ['bid', 'ask', 'bidSize', 'askSize'],
  parameters: [],
  outputs: [VALUE, { name: 'imbalance', title: 'Imbalance of the sizes' }],
  formula: '(bid askSize + ask bidSize) / (bidSize + askSize)',
  source: 'J. Gatheral, R. Oomen, Zero-Intelligence Realized Variance Estimation (2010)',
  warmup: () => 1,
  create: () => new Microprice(),
};
