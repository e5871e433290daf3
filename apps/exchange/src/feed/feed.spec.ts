import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { ExchangeClient, type Json } from '../../test/client.js';

const KEY = 'dev-alice';

describe('the WebSocket feed', () => {
  let exchange: ExchangeClient;
  beforeAll(async () => {
    exchange = await ExchangeClient.start({ EXCHANGE_HEARTBEAT_MS: '500' });
  });

  const order = (clientOrderId: string, change: Json = {}) => ({
    op: 'order.submit',
    apiKey: KEY,
    order: { clientOrderId, symbol: 'SOLUSD', side: 'BUY', type: 'LIMIT', quantity: '1', price: '1.000', ...change },
  });

  it('greets and beats', async () => {
    const client = await exchange.socket();
    await eventually(() => client.of('heartbeat').length > 1);
    expect(client.of('hello')[0]).toMatchObject({ heartbeatMs: 500 });
  });

  it('numbers changes of the book from the snapshot on', async () => {
    const client = await exchange.socket();
    await client.ask({ op: 'subscribe', channel: 'book', symbol: 'SOLUSD' });
    await client.ask(order('b1'));
    await client.ask({ op: 'order.cancel', apiKey: KEY, clientOrderId: 'b1' });
    const books = await eventually(() => client.of('book').length === 3 && client.of('book'));
    const sequences = books.map((book) => (book['data'] as Json)['sequence'] as number);
    expect(books.map((book) => book['action'])).toEqual(['snapshot', 'delta', 'delta']);
    expect(sequences).toEqual([sequences[0], sequences[0] + 1, sequences[0] + 2]);
    expect(books[1]['data']).toMatchObject({ bids: [['1.000', '1']], asks: [] });
    expect(books[2]['data']).toMatchObject({ bids: [['1.000', '0']], asks: [] });
  });

  it('publishes trades and quotes', async () => {
    const client = await exchange.socket();
    for (const channel of ['trades', 'quotes']) await client.ask({ op: 'subscribe', channel, symbol: 'SOLUSD' });
    await client.ask(order('t1', { type: 'MARKET', price: undefined, quantity: '0.5' }));
    const [trade] = await eventually(() => client.of('trades').length > 0 && client.of('trades'));
    expect(trade['data']).toMatchObject([{ quantity: '0.5', aggressor: 'BUY' }]);
    await eventually(() => client.of('quotes').length === 2);
  });

  it('gives reports since a number, in order and without a hole, then live ones', async () => {
    const first = await exchange.socket();
    const apiKey = 'dev-exec';
    const send = (id: string) => first.ask({ ...order(id), apiKey });
    for (const id of ['e1', 'e2', 'e3']) await send(id);
    const client = await exchange.socket();
    expect(await client.ask({ op: 'executions', apiKey, since: 1 })).toMatchObject({ ok: true, lastSequence: 3 });
    await send('e4');
    const reports = await eventually(() => client.of('execution').length === 3 && client.of('execution'));
    expect(reports.map((one) => (one['data'] as Json)['clientOrderId'])).toEqual(['e2', 'e3', 'e4']);
    expect(reports.map((one) => (one['data'] as Json)['sequence'])).toEqual([2, 3, 4]);
  });

  it('answers nonsense with a refusal', async () => {
    const client = await exchange.socket();
    expect(await client.ask({ op: 'dance' })).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    expect(await client.ask({ op: 'subscribe', channel: 'book', symbol: 'X' })).toMatchObject({
      error: { code: 'UNKNOWN_SYMBOL' },
    });
    client.socket.send('{');
    await eventually(() => client.of('result').some((one) => one['id'] === undefined));
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('cuts off a client that does not read', async () => {
    // Heart beats far apart: on a busy machine this process may be too late to answer several that come close together.
    exchange = await ExchangeClient.start({ EXCHANGE_HEARTBEAT_MS: '30000', EXCHANGE_CLIENT_BUFFER_BYTES: '65536' });
    const slow = await exchange.socket();
    await slow.ask({ op: 'subscribe', channel: 'book', symbol: 'SOLUSD' });
    slow.socket.pause();
    const quick = await exchange.socket();
    await quick.ask({ op: 'subscribe', channel: 'book', symbol: 'SOLUSD' });
    for (let n = 0; n < 2_000; n++) {
      quick.send(order(`f${n}`, { price: (1 + n * 0.001).toFixed(3) }));
      if (n % 50 === 49) await quick.ask({ op: 'ping' });
    }
    for (let n = 0; n < 400; n++) {
      // A snapshot of two thousand levels each time, unread: more than the system buffers for a socket.
      slow.send({ op: 'subscribe', channel: 'book', symbol: 'SOLUSD' });
    }
    // It must not read again before it is cut off: its buffer would drain and it would rightly be kept.
    await eventually(() => exchange.logged('client.disconnected') === 1, { timeoutMs: 40_000 });
    slow.socket.resume();
    await eventually(() => slow.closeCode !== 0, { timeoutMs: 15_000 });
    expect(quick.closeCode).toBe(0);
  }, 60_000);
});
