import { describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import { startExchange } from '../../test/exchange.js';

describe('SimBroker and a restarted exchange', () => {
  it('finds it again; orders of before are unknown there, new ones are reported', async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' });
    const { broker, sink } = await connectBroker(exchange.url);
    broker.submit(orderFor(broker, 'A', 'old'));
    await eventually(() => sink.typesOf('old').length === 1);
    await exchange.process.kill();
    await eventually(() => sink.ups.includes(false));
    await expect(broker.order('A', 'old')).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' }, exchange.port);
    await eventually(() => sink.ups.length === 3, { timeoutMs: 10_000 });
    expect(await broker.order('A', 'old')).toBeUndefined();
    expect(await broker.openOrders('A')).toEqual([]);
    broker.submit(orderFor(broker, 'A', 'new'));
    await eventually(() => sink.typesOf('new').join() === 'New');
    const ids = sink.reports.map((report) => report.execId);
    expect(new Set(ids).size).toBe(ids.length);
    await broker.close();
  });
});
