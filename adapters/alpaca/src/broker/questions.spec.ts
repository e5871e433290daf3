import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, dollars, orderFor, shares, type Connected } from '../../test/broker.js';

describe('AlpacaBroker: questions', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const byHand = (n: number, qty = '10') =>
    standIn.venue.place({
      symbol: 'AAPL',
      side: 'buy',
      type: 'limit',
      qty,
      limit_price: '10',
      time_in_force: 'gtc',
      client_order_id: `hand-${n}`,
    });

  it('lists the instruments that are configured', () => {
    const { broker } = connected;
    expect(broker.instruments().map(({ key }) => key)).toEqual(['alpaca/AAPL', 'alpaca/SPY', 'alpaca/BTCUSD']);
  });

  it('refuses to connect for a symbol that Alpaca does not trade', async () => {
    await expect(connectBroker(standIn, { symbols: ['AAPL', 'GONE'] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('takes many symbols out of the one list', async () => {
    const symbols = Array.from({ length: 30 }, (_, n) => `S${n}`);
    await expect(connectBroker(standIn, { symbols })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(standIn.asked('GET', '/v2/assets').filter(({ path }) => path === '/v2/assets')).toHaveLength(1);
  });

  it('lists open orders over several pages, also those that were placed by hand', async () => {
    for (let n = 0; n < 1_003; n++) byHand(n);
    standIn.venue.cancel(standIn.venue.ordered('hand-7').id);
    const open = await connected.broker.openOrders('A');
    expect(open).toHaveLength(1_002);
    expect(new Set(open.map(({ venueOrderId }) => venueOrderId)).size).toBe(1_002);
    expect(open[0]).toMatchObject({
      clOrdId: 'hand-0',
      instrument: { symbol: 'AAPL' },
      terms: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: shares(10), price: dollars(10) },
    });
    expect(standIn.asked('GET', '/v2/orders')).toHaveLength(3);
    expect(await connected.broker.openOrders('B')).toEqual([]);
  });

  it('lists fills over several pages, since a time, in order though one millisecond has many', async () => {
    byHand(1, '1000');
    const { id } = standIn.venue.ordered('hand-1');
    for (let n = 0; n < 250; n++) standIn.venue.fill(id, '1', '10');
    const { fills } = standIn.venue;
    // Those of one millisecond come in any order.
    [fills[3], fills[5]] = [fills[5], fills[3]];
    const all = await connected.broker.fillsSince('A', 0);
    expect(all.map(({ cumQty }) => cumQty)).toEqual(Array.from({ length: 250 }, (_, n) => shares(n + 1)));
    expect(standIn.asked('GET', '/v2/account/activities/FILL')).toHaveLength(3);
    const late = await connected.broker.fillsSince('A', all[200].us);
    expect(late.length).toBeLessThanOrEqual(250);
    expect(late.every(({ us }) => us >= all[200].us)).toBe(true);
    expect(late.at(-1)).toEqual(all[249]);
    expect(await connected.broker.fillsSince('B', 0)).toEqual([]);
  });

  it('learns of many unknown orders by one question', async () => {
    for (let n = 0; n < 20; n++) {
      byHand(n);
      standIn.venue.fill(standIn.venue.ordered(`hand-${n}`).id, '1', '10');
    }
    await connected.broker.close();
    connected = await connectBroker(standIn);
    const asked = standIn.requests.length;
    const fills = await connected.broker.fillsSince('A', 0);
    expect(fills.map(({ clOrdId }) => clOrdId)).toEqual(Array.from({ length: 20 }, (_, n) => `hand-${n}`));
    expect(standIn.requests.length - asked).toBe(2);
  });

  it('leaves out what others do in quantities that cannot be counted here', async () => {
    const { broker, sink } = connected;
    const sizes = ['40000000', '1', '50000000'];
    for (const [n, qty] of sizes.entries()) {
      byHand(n, qty);
      if (n < 2) standIn.venue.fill(standIn.venue.ordered(`hand-${n}`).id, qty, '10');
    }
    expect((await broker.fillsSince('A', 0)).map(({ clOrdId }) => clOrdId)).toEqual(['hand-1']);
    const asked = standIn.requests.length;
    // What is known to be none of ours is not asked for again.
    await broker.fillsSince('A', 0);
    expect(standIn.requests.length - asked).toBe(1);
    expect(await broker.openOrders('A')).toEqual([]);
    await eventually(() => sink.trades.length === 1);
    expect(sink.links).toHaveLength(1);
  });

  it('states positions and cash, exactly', async () => {
    const { broker } = connected;
    expect(await broker.positions('A')).toEqual([]);
    byHand(1);
    standIn.venue.fill(standIn.venue.ordered('hand-1').id, '0.123456789', '100');
    broker.submit(orderFor(broker, 'o-1', { side: 'SELL', quantity: shares(0.5), price: dollars(50_000) }, 'BTCUSD'));
    const { id } = await eventually(() => standIn.venue.ordered('o-1'));
    standIn.venue.fill(id, '0.5', '50000');
    const positions = await broker.positions('A');
    expect(positions?.map(({ instrument, quantity }) => [instrument.symbol, quantity])).toEqual([
      ['AAPL', 123_456_789],
      ['BTCUSD', -500_000_000],
    ]);
    expect(positions?.[0].averagePx).toBe(dollars(100));
    expect(await broker.balances('A')).toEqual([{ currency: 'USD', total: 1_024_987_650_000_000_000_000_000n }]);
    expect(await broker.positions('B')).toBeUndefined();
    expect(await broker.balances('B')).toBeUndefined();
  });
});
