import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlpacaStandIn, eventually, type AlpacaFault } from '@bourseworks/testkit';
import { connectBroker, dollars, orderFor, shares, type Connected } from '../../test/broker.js';

const DONE: readonly AlpacaFault[] = ['silence-after', 'reset-after', '500-after', 'garbage-after'];
const NOT_DONE: readonly AlpacaFault[] = ['silence-before', 'reset-before', '500-before'];

describe('AlpacaBroker: outcomes that cannot be known', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn, { requestTimeoutMs: 200 });
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const until = (clOrdId: string, type: string) =>
    eventually(() => connected.sink.typesAbout(clOrdId).includes(type), { what: `${type} of ${clOrdId}` });
  const place = async (clOrdId: string) => {
    connected.broker.submit(orderFor(connected.broker, clOrdId));
    await until(clOrdId, 'New');
  };

  it.each([...DONE, ...NOT_DONE])(
    'an order whose answer is lost (%s) is unknown, and found by its id or not',
    async (fault) => {
      const { broker, sink } = connected;
      standIn.faultNext('POST', fault);
      broker.submit(orderFor(broker, 'o-1'));
      await until('o-1', 'Unknown');
      expect(sink.typesAbout('o-1')).not.toContain('Rejected');
      const found = await broker.order('A', 'o-1');
      if (NOT_DONE.includes(fault)) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ clOrdId: 'o-1', open: true, cumQty: 0, terms: { quantity: shares(10) } });
    },
  );

  it('an order that is sent again is unknown, not rejected, and is there once', async () => {
    const { broker, sink } = connected;
    standIn.faultNext('POST', 'silence-after');
    broker.submit(orderFor(broker, 'o-1'));
    await until('o-1', 'Unknown');
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').filter((type) => type === 'Unknown').length === 2);
    expect(sink.typesAbout('o-1')).not.toContain('Rejected');
    expect(standIn.venue.orders.size).toBe(1);
  });

  it.each([...DONE, ...NOT_DONE])('a cancel whose answer is lost (%s) is unknown', async (fault) => {
    const { broker, sink } = connected;
    await place('o-1');
    standIn.faultNext('DELETE', fault);
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    // A cancel is answered without a body: what cannot be read of it, was not needed.
    await until('o-1', fault === 'garbage-after' ? 'Canceled' : 'Unknown');
    if (fault !== 'garbage-after') expect(sink.about('c-1').map(({ execType }) => execType)).toContain('Unknown');
    expect((await broker.order('A', 'o-1'))?.open).toBe(NOT_DONE.includes(fault));
  });

  it.each([...DONE, ...NOT_DONE])('a replace whose answer is lost (%s) is unknown', async (fault) => {
    const { broker } = connected;
    await place('o-1');
    standIn.faultNext('PATCH', fault);
    const order = orderFor(broker, 'o-1');
    broker.replace(order, 'r-1', { ...order.terms, price: dollars(101) });
    await until('r-1', 'Unknown');
    const done = !NOT_DONE.includes(fault);
    expect(await broker.order('A', 'o-1')).toMatchObject({ terms: { price: dollars(done ? 101 : 100) }, open: true });
    if (done) await until('r-1', 'Replaced');
    broker.cancel(order, 'c-1');
    await until('c-1', 'Canceled');
  });

  it('what was never sent is refused, not unknown', async () => {
    const { broker, sink } = connected;
    await standIn.close();
    await eventually(() => sink.links.at(-1)?.up === false);
    // The kept connections of the REST side are noticed to be gone as well.
    await sleep(50);
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').length === 1);
    expect(sink.about('o-1')).toMatchObject([{ execType: 'Rejected', code: 'ORDER_REJECTED' }]);
    await expect(broker.order('A', 'o-1')).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    await expect(broker.fillsSince('A', 0)).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    await expect(broker.openOrders('A')).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
  });
});
