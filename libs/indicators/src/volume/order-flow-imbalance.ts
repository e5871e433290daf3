import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/**
 * Net size that came to the best bid and left the best ask over the last `length` changes of best quotes: short moves of the
 * price are close to linear in it. In units of size.
 */
export class OrderFlowImbalance extends Indicator {
  private readonly flows: RollingSum;
  private bid = NaN;
  private ask = NaN;
  private bidSize = NaN;
  private askSize = NaN;

  constructor(readonly length: number) {
    super('order-flow-imbalance', [length]);
    this.flows = new RollingSum(length);
  }

  get ready(): boolean {
    return this.flows.ready;
  }

  get value(): number {
    return this.ready ? this.flows.value : NaN;
  }

  update(bid: number, ask: number, bidSize: number, askSize: number): number {
    if (!Number.isFinite(bid) || !Number.isFinite(ask)) return this.value;
    if (!Number.isFinite(bidSize) || !Number.isFinite(askSize)) return this.value;
    if (!Number.isNaN(this.bid)) {
      let flow = 0;
      if (bid >= this.bid) flow += bidSize;
      if (bid <= this.bid) flow -= this.bidSize;
      if (ask <= this.ask) flow -= askSize;
      if (ask >= this.ask) flow += this.askSize;
      this.flows.update(flow);
    }
    this.bid = bid;
    this.ask = ask;
    this.bidSize = bidSize;
    this.askSize = askSize;
    return this.value;
  }
}

export const orderFlowImbalance: Definition = {
  name: 'order-flow-imbalance',
  title: 'Order flow imbalance',
  group: 'volume',
  inputs: ['bid', 'ask', 'bidSize', 'askSize'],
  parameters: [length(50, { title: 'changes of the quotes in the window' })],
  outputs: [VALUE],
  formula:
    'sum over n of [b >= b1] q - [b <= b1] q1 - [a <= a1] r + [a >= a1] r1; b, a prices, q, r sizes, 1 the ones before',
  source: 'R. Cont, A. Kukanov, S. Stoikov, The Price Impact of Order Book Events (2014)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new OrderFlowImbalance(numberOf(parameters, 'length')),
};
