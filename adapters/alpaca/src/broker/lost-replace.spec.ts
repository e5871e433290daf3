import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, dollars, orderFor, shares, type Connected } from '../../test/broker.js';

describe('AlpacaBroker: a replace was done, and the stream broke before it said so', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
    const { broker, sink } = connected;
    const order = orderFor(broker, 'o-1');
    broker.submit(order);
    await eventually(() => sink.typesAbout('o-1').includes('New'));
    standIn.holdUpdates();
    broker.replace(order, 'r-1', { ...order.terms, quantity: shares(12), price: dollars(101) });
    await eventually(() => standIn.venue.knows('r-1'));
    // Its answer is there, and tells of an order that is not in force yet.
    await sleep(50);
    standIn.cutStreams();
    standIn.releaseUpdates();
    await eventually(() => sink.links.length === 3);
    expect(sink.typesAbout('o-1')).not.toContain('Replaced');
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const inForce = () => ({
    venueOrderId: standIn.venue.ordered('r-1').id,
    open: true,
    leavesQty: shares(12),
    terms: { quantity: shares(12), price: dollars(101) },
  });

  it('the list of open orders tells the new terms', async () => {
    expect(await connected.broker.openOrders('A')).toMatchObject([{ clOrdId: 'o-1', ...inForce() }]);
  });

  it.each(['o-1', 'r-1'])('the order is open under its new terms when asked for as %s', async (id) => {
    expect(await connected.broker.order('A', id)).toMatchObject({ clOrdId: id, ...inForce() });
  });

  it('a cancel ends the order that is in force, without waiting for what will not come', async () => {
    const { broker, sink } = connected;
    await broker.openOrders('A');
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await eventually(() => sink.about('c-1').length > 0, { timeoutMs: 1_000 });
    expect(sink.about('c-1')).toMatchObject([{ execType: 'Canceled', venueOrderId: standIn.venue.ordered('r-1').id }]);
    expect(standIn.venue.ordered('r-1').status).toBe('canceled');
  });

  it('a cancel that nothing was asked before finds the order that is in force', async () => {
    const { broker, sink } = connected;
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await eventually(() => sink.about('c-1').length > 0);
    expect(sink.about('c-1')).toMatchObject([{ execType: 'Canceled', venueOrderId: standIn.venue.ordered('r-1').id }]);
  });
});
