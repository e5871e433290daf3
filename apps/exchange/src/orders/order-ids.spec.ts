import { describe, expect, it } from '@jest/globals';
import { ExchangeClient, type Json } from '../../test/client.js';

const KEY = 'dev-alice';

describe('orders in several books', () => {
  it('are told apart, though each book numbers its own', async () => {
    const exchange = await ExchangeClient.start({ EXCHANGE_INSTRUMENTS: 'BTCUSD,ETHUSD' });
    const submit = async (symbol: string) => {
      const order = { clientOrderId: symbol, symbol, side: 'BUY', type: 'LIMIT', quantity: '0.01', price: '100.00' };
      return (await exchange.call('POST', '/api/orders', KEY, order)).body;
    };
    // Both books hold as many orders of the house: these two get the same number in theirs.
    const [btc, eth] = [await submit('BTCUSD'), await submit('ETHUSD')];
    expect(btc['orderId']).not.toBe(eth['orderId']);
    expect((await exchange.call('DELETE', '/api/orders/BTCUSD', KEY)).body).toMatchObject({ status: 'Canceled' });
    expect((await exchange.call('GET', '/api/orders/ETHUSD', KEY)).body).toMatchObject({ status: 'New' });
    const sale = { clientOrderId: 's', symbol: 'ETHUSD', side: 'SELL', type: 'MARKET', quantity: '20000' };
    await exchange.call('POST', '/api/orders', 'dev-bob', { ...sale, timeInForce: 'IOC' });
    const { executions } = (await exchange.call('GET', '/api/fills', KEY)).body as { executions: Json[] };
    expect(executions).toMatchObject([{ symbol: 'ETHUSD', orderId: eth['orderId'], status: 'Filled' }]);
  });
});
