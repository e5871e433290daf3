import { describe, expect, it } from '@jest/globals';
import { Desk, IBM } from '../../test/desk.js';

describe('a kill switch and an order that was placed outside', () => {
  it('is not verified while that is live', () => {
    const desk = new Desk();
    const terms = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 100, price: 5_000 } as const;
    const found = {
      clOrdId: 'venue-1',
      venueOrderId: 'v1',
      cumQty: 0,
      leavesQty: 100,
      open: true,
      instrument: IBM,
      terms,
    };
    desk.take(desk.engine.outside.adopt('sim', 'A', found, desk.now).decision);
    desk.control('kill');
    desk.release();
    const [flow] = desk.engine.kills.list();
    expect(flow).toMatchObject({ phase: 'CANCELLING', openOrders: 1 });
    expect(desk.engine.kills.scope(flow).open).toMatchObject([{ clOrdId: 'venue-1' }]);
    expect(desk.take(desk.engine.kills.step(flow, 'VERIFIED', '', desk.now)).records).toEqual([]);
    desk.report('Canceled', 'venue-1');
    desk.take(desk.engine.kills.step(flow, 'VERIFIED', '', desk.now));
    expect(desk.engine.kills.list()).toMatchObject([{ phase: 'VERIFIED', openOrders: 0 }]);
    desk.replayed();
  });
});
