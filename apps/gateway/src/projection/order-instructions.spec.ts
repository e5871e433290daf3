import { describe, expect, it } from '@jest/globals';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { changedOrderRow, newOrderRow } from './event-rows.js';
import { orderView } from './order-views.js';

const NAMES = {
  account: 'A',
  strategy: 's',
  clOrdId: 'c-1',
  commandId: 'k',
  adapter: 'sim',
  venue: 'sim',
  symbol: 'X',
};
const event = (change: Partial<OrderEventShape>): OrderEventShape => ({
  ...NAMES,
  sequence: 1,
  streamSequence: 1,
  execType: 'New',
  ordStatus: 'New',
  state: 'Acknowledged',
  side: 'BUY',
  type: 'STOP',
  timeInForce: 'GTD',
  quantity: '10',
  cumQty: '0',
  leavesQty: '10',
  time: '1700000000000000000',
  ...change,
});
const view = (...events: OrderEventShape[]) => {
  const [first, ...rest] = events;
  const row = rest.reduce(changedOrderRow, newOrderRow(first, undefined));
  return orderView({ ...row, username: null });
};

describe('what an order says beyond quantity and price', () => {
  it('comes out of its row as its last event had it', () => {
    const placed = event({ stopPrice: '9.50', goodTillTime: '1700000001000000000', reduceOnly: true });
    const triggered = event({ ...placed, sequence: 2, execType: 'Restated', stopPrice: '9.75', triggered: true });
    expect(view(placed, triggered)).toMatchObject({
      stopPrice: '9.75',
      goodTillTime: 1_700_000_001_000,
      reduceOnly: true,
      triggered: true,
    });
    expect(view(event({ type: 'LIMIT', price: '1', displayQty: '2', postOnly: true }))).toMatchObject({
      displayQty: '2',
      postOnly: true,
    });
    expect(view(event({ type: 'TRAILING_STOP', trailBy: '0.5' }))).toMatchObject({ trailBy: '0.5' });
  });

  it('is nothing for a plain order, in the row as well', () => {
    const plain = event({ type: 'LIMIT', price: '1' });
    expect(newOrderRow(plain, undefined)).toMatchObject({ stop_price: null, instructions: null });
    const names = ['stopPrice', 'trailBy', 'displayQty', 'postOnly', 'reduceOnly', 'goodTillTime', 'triggered'];
    expect(Object.keys(view(plain)).filter((name) => names.includes(name))).toEqual([]);
  });

  it('keeps a GTD order open when its day is done', () => {
    expect(view(event({ ordStatus: 'DoneForDay', execType: 'DoneForDay' }))).toMatchObject({ closed: false });
  });
});
