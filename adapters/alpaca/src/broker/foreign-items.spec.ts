import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor, shares, type Connected } from '../../test/broker.js';

/** As a parent of several legs is shown: it has neither a symbol nor a side. */
const MANY_LEGS = { symbol: '', side: '', asset_class: '', order_class: 'mleg' };

describe('AlpacaBroker: what somebody else does on the account, and cannot be read here', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
    connected.broker.submit(orderFor(connected.broker, 'o-1'));
    await eventually(() => connected.sink.typesAbout('o-1').includes('New'));
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const byHand = (clientId: string, limitPrice = '10') => {
    const plain = { symbol: 'AAPL', side: 'buy', type: 'limit', qty: '10', time_in_force: 'gtc' };
    standIn.venue.place({ ...plain, limit_price: limitPrice, client_order_id: clientId });
    return standIn.venue.ordered(clientId);
  };
  /** What was told to be left out. */
  const leftOut = () => connected.sink.links.slice(1).map(({ up, reason }) => (up ? reason : `down: ${reason}`));

  it('an order is left out of the open ones, and told, once', async () => {
    const { broker } = connected;
    const order = Object.assign(byHand('hand-1'), MANY_LEGS);
    for (let asked = 0; asked < 2; asked++)
      expect((await broker.openOrders('A')).map(({ clOrdId }) => clOrdId)).toEqual(['o-1']);
    expect(leftOut()).toEqual([expect.stringContaining(order.id)]);
  });

  it('an order that is the last of a page does not end the list', async () => {
    for (let n = 0; n < 501; n++) byHand(`hand-${n}`);
    Object.assign(standIn.venue.ordered('hand-498'), MANY_LEGS);
    expect(await connected.broker.openOrders('A')).toHaveLength(501);
  });

  it('an order of ours is not left out', async () => {
    Object.assign(standIn.venue.ordered('o-1'), MANY_LEGS);
    await expect(connected.broker.openOrders('A')).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    await expect(connected.broker.order('A', 'o-1')).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('a price that cannot be counted leaves an order without terms', async () => {
    byHand('hand-1', '2000000');
    const [, order] = await connected.broker.openOrders('A');
    expect(order).toMatchObject({ clOrdId: 'hand-1', open: true, leavesQty: shares(10) });
    expect(order.terms).toBeUndefined();
  });

  it('an update of the stream is left out, one of ours begins the stream anew', async () => {
    const { sink } = connected;
    const order = { ...byHand('hand-1'), ...MANY_LEGS };
    const at = order.updated_at;
    const update = (event: object) =>
      JSON.stringify({ stream: 'trade_updates', data: { event: 'new', timestamp: at, order: event } });
    standIn.sendRaw(update({ ...order, id: 'another', client_order_id: 'theirs' }));
    const { id } = standIn.venue.ordered('o-1');
    standIn.venue.fill(id, '1', '100');
    await eventually(() => sink.trades.length === 1);
    expect(leftOut()).toEqual([expect.stringContaining('another')]);
    standIn.sendRaw(update({ ...order, id }));
    await eventually(() => sink.links.some(({ up }) => !up));
  });

  it('a fill whose order Alpaca does not show is left out, and the others are there', async () => {
    const { id } = byHand('hand-1');
    standIn.venue.fill(id, '1', '10');
    standIn.venue.fill(standIn.venue.ordered('o-1').id, '2', '100');
    await eventually(() => connected.sink.trades.length === 2);
    await connected.broker.close();
    connected = await connectBroker(standIn);
    standIn.venue.orders.delete(id);
    expect((await connected.broker.fillsSince('A', 0)).map(({ clOrdId }) => clOrdId)).toEqual(['o-1']);
    expect(leftOut()).toEqual([expect.stringContaining(id)]);
  });

  it('a position is left out that is too large to be counted, unless the symbol is traded here', async () => {
    const { broker } = connected;
    const tooMany = 2_000_000n * 10n ** 9n;
    standIn.venue.positions.set('MSFT', tooMany);
    standIn.venue.positions.set('SPY', 3n * 10n ** 9n);
    expect(await broker.positions('A')).toMatchObject([{ instrument: { symbol: 'SPY' }, quantity: shares(3) }]);
    expect(leftOut()).toEqual([expect.stringContaining('MSFT')]);
    // To be left out would mean that nothing of it is held.
    standIn.venue.positions.set('AAPL', tooMany);
    await expect(broker.positions('A')).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });
});
