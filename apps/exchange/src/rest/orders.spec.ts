import { beforeAll, describe, expect, it } from '@jest/globals';
import { ExchangeClient, type Json } from '../../test/client.js';

const KEY = 'dev-alice';
const LIMIT = { symbol: 'BTCUSD', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '100.00' };

describe('orders by REST', () => {
  let exchange: ExchangeClient;
  beforeAll(async () => {
    exchange = await ExchangeClient.start();
  });

  const submit = (body: Json, key = KEY) => exchange.call('POST', '/api/orders', key, body);

  it('takes an order once, for ever', async () => {
    const first = await submit({ ...LIMIT, clientOrderId: 'a1' });
    expect(first).toMatchObject({ status: 201, body: { clientOrderId: 'a1', status: 'New', leavesQty: '0.01' } });
    const again = await submit({ ...LIMIT, clientOrderId: 'a1' });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'DUPLICATE_CLIENT_ORDER_ID' } } });
    await exchange.call('DELETE', '/api/orders/a1', KEY);
    expect(await submit({ ...LIMIT, clientOrderId: 'a1' })).toMatchObject({ status: 409 });
    // Ids are an account's own.
    expect(await submit({ ...LIMIT, clientOrderId: 'a1' }, 'dev-bob')).toMatchObject({ status: 201 });
  });

  it('replaces under a new id and finds the order under both', async () => {
    await submit({ ...LIMIT, clientOrderId: 'r1' });
    const replaced = await exchange.call('PUT', '/api/orders/r1', KEY, { newClientOrderId: 'r2', price: '101.00' });
    expect(replaced.body).toMatchObject({
      clientOrderId: 'r2',
      origClientOrderId: 'r1',
      price: '101.00',
      quantity: '0.01',
    });
    expect((await exchange.call('GET', '/api/orders/r1', KEY)).body).toMatchObject({ clientOrderId: 'r2' });
    expect((await exchange.call('PUT', '/api/orders/r2', KEY, { newClientOrderId: 'r1' })).status).toBe(409);
  });

  it('numbers its reports and gives those after a number', async () => {
    const all = (await exchange.call('GET', '/api/executions', KEY)).body;
    const executions = all['executions'] as Json[];
    expect(executions.map((one) => one['sequence'])).toEqual(executions.map((_, i) => i + 1));
    const tail = (await exchange.call('GET', '/api/executions?since=2&limit=1', KEY)).body['executions'] as Json[];
    expect(tail).toEqual([executions[2]]);
  });

  it('books fills and fees, and sells short without limit', async () => {
    const key = 'dev-carol';
    const sale = {
      symbol: 'ETHUSD',
      side: 'SELL',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '2.5',
      clientOrderId: 's1',
    };
    expect(await submit(sale, key)).toMatchObject({ status: 201, body: { status: 'Filled', cumQty: '2.5' } });
    const fills = (await exchange.call('GET', '/api/fills', key)).body['executions'] as Json[];
    const value = fills.reduce(
      (sum, fill) => sum + Number(fill['lastQty']) * Number(fill['lastPrice']) - Number(fill['fee']),
      0,
    );
    const account = (await exchange.call('GET', '/api/account', key)).body;
    expect(account['positions']).toMatchObject([{ symbol: 'ETHUSD', quantity: '-2.5' }]);
    expect(Number(account['cash'])).toBeCloseTo(1_000_000 + value, 6);
    for (const fill of fills) expect(fill).toMatchObject({ liquidity: 'TAKER', feeCurrency: 'USD' });
  });

  it('lets two clients trade with each other', async () => {
    const [maker, taker] = ['dev-maker', 'dev-taker'];
    await submit({ ...LIMIT, clientOrderId: 'm', side: 'SELL', price: '1000000.00' }, maker);
    const book = (await exchange.call('GET', '/api/book?symbol=LTCUSD&depth=1', maker)).body;
    const [[ask]] = book['asks'] as [string, string][];
    const inside = (Number(ask) - 0.001).toFixed(3);
    const quote = { symbol: 'LTCUSD', type: 'LIMIT', quantity: '1', price: inside };
    await submit({ ...quote, clientOrderId: 'q', side: 'SELL', postOnly: true }, maker);
    await submit({ ...quote, clientOrderId: 't', side: 'BUY', timeInForce: 'IOC' }, taker);
    const made = (await exchange.call('GET', '/api/fills', maker)).body['executions'] as Json[];
    expect(made).toMatchObject([{ clientOrderId: 'q', lastPrice: inside, liquidity: 'MAKER', status: 'Filled' }]);
    const refused = await submit({ ...quote, clientOrderId: 'p', side: 'SELL', price: '1.000', postOnly: true }, maker);
    expect(refused.body).toMatchObject({ status: 'Rejected' });
  });

  it.each([
    [{ symbol: 'NONE' }, 404, 'UNKNOWN_SYMBOL'],
    [{ price: '100.001' }, 400, 'INVALID_PRICE'],
    [{ price: 100 }, 400, 'INVALID_PRICE'],
    [{ quantity: '0' }, 400, 'INVALID_QUANTITY'],
    [{ quantity: '0.000001' }, 400, 'INVALID_QUANTITY'],
    [{ side: 'HOLD' }, 400, 'BAD_REQUEST'],
    [{ type: 'MARKET' }, 400, 'INVALID_PRICE'],
    [{ timeInForce: 'IOC', postOnly: true }, 400, 'UNSUPPORTED'],
    [{ clientOrderId: 'a b' }, 400, 'BAD_REQUEST'],
  ])('refuses %j and leaves the id free', async (change, status, code) => {
    const body = { ...LIMIT, clientOrderId: 'refused', ...change };
    expect(await submit(body)).toMatchObject({ status, body: { error: { code } } });
    expect((await exchange.call('GET', '/api/orders/refused', KEY)).status).toBe(404);
  });

  it('asks for a key', async () => {
    expect(await exchange.call('GET', '/api/orders')).toMatchObject({
      status: 401,
      body: { error: { code: 'UNAUTHORIZED' } },
    });
    expect((await exchange.call('GET', '/api/orders', 'nonsense')).status).toBe(401);
  });
});
