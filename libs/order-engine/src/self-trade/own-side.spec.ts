import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import type { Order } from '../order.js';
import { OwnSide, rankOf, reachOf } from './own-side.js';

/** What the side reads of an order. */
function orderAt(price: number, side: 'BUY' | 'SELL'): Order {
  const state = { side, type: price === 0 ? 'MARKET' : 'LIMIT', price, pending: [], working: 'New', local: 'Sent' };
  return { state, isHeld: false, doubtPx: 0, ownLevel: undefined } as unknown as Order;
}

const setPrice = (order: Order, price: number): void => void Object.assign(order.state, { price });
const close = (order: Order): void => void Object.assign(order.state, { working: 'Canceled' });

describe('one side of the own open orders', () => {
  it('knows what a price reaches like a scan of all orders does, over random changes', () => {
    for (const side of ['BUY', 'SELL'] as const) {
      const rng = new SeededRng(3);
      const own = new OwnSide();
      let open: Order[] = [];
      for (let i = 0; i < 1_000; i++) {
        const dice = rng.integer(10);
        if (dice < 5 || open.length === 0) open.push(orderAt(rng.integer(40) === 0 ? 0 : 100 + rng.integer(300), side));
        const order = dice < 5 ? open[open.length - 1] : open[rng.integer(open.length)];
        if (dice === 5 || dice === 6) setPrice(order, order.state.price === 0 ? 0 : 100 + rng.integer(300));
        if (dice > 6) close(order);
        own.settle(order);
        open = open.filter((one) => one.state.working === 'New');
        const price = rng.integer(500);
        const reach = reachOf(side === 'BUY' ? 'SELL' : 'BUY', price === 0, price);
        const rank = ({ state }: Order) => rankOf(side, state.type === 'MARKET', state.price);
        const due = open.filter((one) => rank(one) <= reach);
        expect(own.isReached(reach)).toBe(due.length > 0);
        const got = own.reached(reach);
        expect(new Set(got)).toEqual(new Set(due));
        expect(got.map(rank)).toEqual(due.map(rank).sort((a, b) => (a === b ? 0 : a - b)));
        if (due.length > 0) expect(own.first()[0]).toBe(got[0]);
      }
    }
  });

  it('does not grow with prices that come and go', () => {
    const own = new OwnSide();
    const order = orderAt(1, 'SELL');
    for (let price = 1; price < 5_000; price++) {
      setPrice(order, price);
      own.settle(order);
    }
    expect((own as unknown as { levels: Map<number, unknown> }).levels.size).toBeLessThan(200);
    expect(own.isReached(4_998)).toBe(false);
    expect(own.isReached(4_999)).toBe(true);
  });
});
