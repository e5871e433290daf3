import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { SimBroker } from '@bourseworks/adapters/sim';
import { startExchange, type RunningExchange } from '../../test/exchange.js';

describe('SimBroker and a key that the exchange refuses', () => {
  let exchange: RunningExchange;

  beforeAll(async () => {
    exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' });
  });
  afterAll(() => exchange.process.stop());

  it('tells that reports of the account do not come', async () => {
    const broker = new SimBroker({ url: exchange.url, apiKeyPrefix: 'wrong-', requestTimeoutMs: 2_000 });
    const sink = new RecordingBrokerSink();
    await broker.connect(sink);
    await broker.openOrders('A').catch(() => undefined);
    await eventually(() => sink.ups.includes(false));
    expect(sink.reasons[0]).toContain('reports of account A');
    await broker.close();
  });
});
