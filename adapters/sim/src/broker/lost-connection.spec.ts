import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import { startExchange, type RunningExchange } from '../../test/exchange.js';
import { Proxy } from '../../test/proxy.js';

describe('SimBroker when the connection is lost', () => {
  let exchange: RunningExchange;
  let proxy: Proxy;

  beforeAll(async () => {
    exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0', EXCHANGE_TEST_CONTROLS: 'true' });
    proxy = await Proxy.to(exchange.port);
  });
  afterAll(() => proxy.close());

  it('reports a send without answer as unknown, then what became of it, each report once', async () => {
    const { broker, sink } = await connectBroker(proxy.url);
    broker.submit(orderFor(broker, 'A', 'before'));
    await eventually(() => sink.typesOf('before').length === 1);
    proxy.swallowAnswers(true);
    broker.submit(orderFor(broker, 'A', 'lost', { type: 'MARKET', timeInForce: 'IOC', price: 0, quantity: 100 }));
    const other = await connectBroker(exchange.url);
    await eventually(async () => (await other.broker.order('A', 'lost'))?.cumQty === 100);
    proxy.cut();
    await eventually(() => sink.ups.includes(false));
    expect(sink.typesOf('lost')).toEqual(['Unknown']);
    proxy.swallowAnswers(false);
    await eventually(() => sink.ups.length === 3, { timeoutMs: 8_000 });
    expect(sink.ups).toEqual([true, false, true]);
    expect(sink.typesOf('lost')).toEqual(['Unknown', 'New', 'Trade']);
    expect(sink.typesOf('before')).toEqual(['New']);
    await broker.close();
    await other.broker.close();
  });

  it('reports unknown after the time-out and when there is no connection', async () => {
    const { broker, sink } = await connectBroker(proxy.url, 300);
    broker.submit(orderFor(broker, 'C', 'first'));
    await eventually(() => sink.typesOf('first').length === 1);
    proxy.swallowAnswers(true);
    broker.submit(orderFor(broker, 'C', 'slow'));
    broker.cancel(orderFor(broker, 'C', 'first'), 'c-1');
    await eventually(() => sink.typesOf('slow').length === 1 && sink.typesOf('c-1').length === 1);
    expect(sink.typesOf('slow')).toEqual(['Unknown']);
    expect(sink.typesOf('c-1')).toEqual(['Unknown']);
    proxy.refuseConnections(true);
    proxy.cut();
    await eventually(() => sink.ups.includes(false));
    broker.submit(orderFor(broker, 'C', 'down'));
    expect(sink.typesOf('down')).toEqual([]);
    await eventually(() => sink.typesOf('down').join() === 'Unknown');
    proxy.swallowAnswers(false);
    proxy.refuseConnections(false);
    await eventually(() => sink.typesOf('slow').length + sink.typesOf('c-1').length === 4, { timeoutMs: 8_000 });
    expect(sink.typesOf('slow')).toEqual(['Unknown', 'New']);
    expect(sink.typesOf('c-1')).toEqual(['Unknown', 'Canceled']);
    expect(await broker.order('C', 'down')).toBeUndefined();
    await broker.close();
  });

  it('does not call unknown what a report has told before its answer was lost', async () => {
    const { broker, sink } = await connectBroker(exchange.url, 300);
    const body = JSON.stringify({ op: 'order.submit', fault: 'delay-after' });
    const headers = { 'content-type': 'application/json' };
    const armed = await fetch(`${exchange.url}/api/test/faults`, { method: 'POST', headers, body });
    expect(armed.ok).toBe(true);
    broker.submit(orderFor(broker, 'D', 'told'));
    await eventually(() => sink.typesOf('told').length === 1);
    // The connection is cut: no answer is awaited any more.
    await fetch(`${exchange.url}/api/test/faults`, { method: 'POST', headers, body: body.replace('delay', 'drop') });
    broker.submit(orderFor(broker, 'D', 'later'));
    await eventually(() => sink.ups.includes(false) && sink.ups.length === 3, { timeoutMs: 8_000 });
    expect(sink.typesOf('told')).toEqual(['New']);
    await broker.close();
  });
});
