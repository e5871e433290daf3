import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';

describe('AlpacaBroker: the rate limit', () => {
  let standIn: AlpacaStandIn;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
  });
  afterEach(() => standIn.close());

  it('is kept on this side, with room left for cancels', async () => {
    const { broker, sink } = await connectBroker(standIn, { requestsPerMinute: 20 });
    // Three questions for instruments went before; two of the twenty are kept for cancels.
    for (let n = 0; n < 40; n++) broker.submit(orderFor(broker, `o-${n}`));
    await eventually(() => standIn.asked('POST', '/v2/orders').length === 15);
    await eventually(() => sink.typesAbout('o-0').includes('New'));
    broker.cancel(orderFor(broker, 'o-0'), 'c-0');
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await eventually(() => sink.typesAbout('c-0').includes('Canceled') && sink.typesAbout('c-1').includes('Canceled'));
    expect(standIn.requests).toHaveLength(20);
    // What cannot be sent in time is refused, not sent late.
    await eventually(() => sink.typesAbout('o-39').includes('Rejected'), { timeoutMs: 20_000 });
    expect(standIn.requests).toHaveLength(20);
    expect(sink.typesAbout('o-20')).toEqual(['Rejected']);
    await broker.close();
  });

  it('a cancel does not wait for orders whose answers are slow', async () => {
    const { broker, sink } = await connectBroker(standIn);
    broker.submit(orderFor(broker, 'o-0'));
    await eventually(() => sink.typesAbout('o-0').includes('New'));
    for (let n = 1; n <= 20; n++) {
      standIn.faultNext('POST', 'silence-before');
      broker.submit(orderFor(broker, `o-${n}`));
    }
    await eventually(() => standIn.asked('POST', '/v2/orders').length > 5);
    broker.cancel(orderFor(broker, 'o-0'), 'c-0');
    await eventually(() => sink.about('c-0').length > 0);
    expect(sink.about('c-0')).toMatchObject([{ execType: 'Canceled' }]);
    expect(sink.reports.filter(({ execType }) => execType === 'Unknown')).toEqual([]);
    await broker.close();
  });

  it('waits when Alpaca says that it was one too many, and sends again what was not looked at', async () => {
    const { broker, sink } = await connectBroker(standIn);
    standIn.faultNext('POST', '429');
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').includes('New'));
    expect(standIn.asked('POST', '/v2/orders')).toHaveLength(2);
    const [first, second] = standIn.asked('POST', '/v2/orders');
    expect(second.atMs - first.atMs).toBeGreaterThan(900);
    expect(standIn.venue.orders.size).toBe(1);
    await broker.close();
  });
});
