import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectBroker, orderFor } from '../../test/broker.js';
import { startExchange } from '../../test/exchange.js';
import { Proxy } from '../../test/proxy.js';

describe('answers of SimBroker about orders', () => {
  let proxy: Proxy;
  beforeAll(async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' });
    proxy = await Proxy.to(exchange.port);
  });
  afterAll(() => proxy.close());

  it('come after the reports of what they tell', async () => {
    const { broker, sink } = await connectBroker(proxy.url);
    await broker.openOrders('A');
    proxy.holdWebSockets();
    broker.submit(orderFor(broker, 'A', 'm', { type: 'MARKET', timeInForce: 'IOC', price: 0, quantity: 100 }));
    const answers = [
      broker.order('A', 'm').then((order) => [order?.cumQty, ...sink.typesOf('m')]),
      broker.fillsSince('A', 0).then((fills) => [fills.length, ...sink.typesOf('m')]),
    ];
    // Long enough for an answer that does not wait for the reports to overtake them.
    await sleep(200);
    proxy.release();
    expect(await Promise.all(answers)).toEqual([
      [100, 'New', 'Trade'],
      [1, 'New', 'Trade'],
    ]);
    await broker.close();
  });
});
