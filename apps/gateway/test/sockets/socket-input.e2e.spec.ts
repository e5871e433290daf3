import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { WebSocket } from 'ws';
import { MARKET_EVENTS, ORDERS_EVENTS } from '../../src/sockets/protocol/events.js';
import { MarketGateway, streamOf } from './market-gateway.js';
import { ask, closingOf, connect, entered } from './socket-client.js';

describe('what a client sends', () => {
  let here: MarketGateway;

  beforeAll(async () => {
    here = await MarketGateway.start({ GATEWAY_SOCKET_EVENTS_PER_SECOND: '30' });
  });

  afterEach(() => here.quiet());

  afterAll(() => here.stop());

  const market = () => entered(connect(here.gateway.url, '/market', here.token));

  it('is checked: malformed events are refused by code, and the socket goes on', async () => {
    const socket = await market();
    const stream = streamOf('quote');
    const cases: [string, unknown[], string][] = [
      ['nothing', [{}], 'SOCKET_EVENT_UNKNOWN'],
      ['__proto__', [{}], 'SOCKET_EVENT_UNKNOWN'],
      ['constructor', [{}], 'SOCKET_EVENT_UNKNOWN'],
      ['frame', [{}], 'SOCKET_EVENT_UNKNOWN'],
      ['subscribe', [], 'BAD_REQUEST'],
      ['subscribe', [null], 'BAD_REQUEST'],
      ['subscribe', ['BTCUSD'], 'BAD_REQUEST'],
      ['subscribe', [[stream]], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [{ ...stream, more: 1 }] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [stream], more: 1 }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [{ ...stream, kind: 'tick' }] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [{ ...stream, symbol: 7 }] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [{ ...stream, symbol: 'A\u0000' }] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [{ ...stream, symbol: 'x'.repeat(65) }] }], 'BAD_REQUEST'],
      ['subscribe', [{ streams: [stream] }, {}], 'BAD_REQUEST'],
      ['subscribe', [Buffer.from('x')], 'BAD_REQUEST'],
      ['unsubscribe', [{ ids: [1.5] }], 'BAD_REQUEST'],
      ['unsubscribe', [{ ids: ['1'] }], 'BAD_REQUEST'],
      ['resnapshot', [{ id: -1 }], 'BAD_REQUEST'],
      ['renew', [{ token: '' }], 'BAD_REQUEST'],
      ['renew', [{ token: { $ne: 1 } }], 'BAD_REQUEST'],
    ];
    for (const [event, args, code] of cases) {
      here.gateway.clock.advance(100_000);
      expect([event, await ask(socket, event, ...args)]).toEqual([event, expect.objectContaining({ ok: false, code })]);
    }
    expect(await ask(socket, 'subscribe', { streams: [stream] })).toMatchObject({ ok: true });
    const orders = await entered(connect(here.gateway.url, '/orders', here.token));
    expect(await ask(orders, 'subscribe', { account: 'x' })).toMatchObject({ ok: false, code: 'BAD_REQUEST' });
  });

  it('need not ask for an answer', async () => {
    const socket = await market();
    socket.emit('subscribe', { streams: 'x' });
    socket.emit('nothing');
    socket.emit('subscribe', { streams: [streamOf('quote')] });
    expect(await ask(socket, 'unsubscribe', { ids: [99_999] })).toMatchObject({ ok: true });
  });

  it('is bounded: beyond it refused, and who goes on is closed', async () => {
    const socket = await market();
    const closing = closingOf(socket);
    const codes: unknown[] = [];
    for (let n = 0; n < 75; n++) socket.emit('resnapshot', { id: 1 }, ({ code }: { code: string }) => codes.push(code));
    await eventually(() => codes.length >= 75);
    expect([codes.filter((code) => code === 'SOCKET_THROTTLED').length > 10, socket.connected]).toEqual([true, true]);
    for (let n = 0; n < 40; n++) socket.emit('resnapshot', { id: 1 });
    expect(await closing).toMatchObject({ code: 'SOCKET_THROTTLED' });
  });

  it('larger than it may be closes its connection and nothing else', async () => {
    const [socket, other] = [await market(), await market()];
    const closing = closingOf(socket);
    socket.emit('subscribe', { streams: 'x'.repeat(70_000) });
    await closing;
    expect(await ask(other, 'unsubscribe', { ids: [1] })).toMatchObject({ ok: true });
  });

  it('that is no message at all closes its connection and nothing else', async () => {
    const url = `${here.gateway.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const garbage = [
      '',
      '9',
      '4',
      '42',
      '42/market',
      '42/market,{',
      '42/market,["subscribe"',
      '451-["x"]',
      '4{}',
      '\0',
    ];
    const bytes = [Buffer.from([1, 2, 3]), Buffer.alloc(60_000, 0xff)];
    for (const text of [...garbage, ...bytes]) {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.once('open', resolve));
      for (let n = 0; n < 5; n++) socket.send(text);
      await eventually(() => {
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
        return socket.readyState === WebSocket.CLOSED;
      });
    }
    expect((await market()).connected).toBe(true);
  }, 60_000);

  it('of every event has a name in the table', () => {
    expect(Object.keys(MARKET_EVENTS.asked)).toEqual(['subscribe', 'unsubscribe', 'resnapshot', 'renew']);
    expect(Object.keys(ORDERS_EVENTS.asked)).toEqual(['subscribe', 'renew']);
  });
});
