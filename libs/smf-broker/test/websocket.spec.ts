import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { RawClient } from '../src/testing/raw-client.js';
import { loginFrame, messageFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

describe('WebSocket', () => {
  it('carries the same messages as TCP, both ways', async () => {
    await using running = await runBroker();
    const web = await RawClient.ws(running.wsPort);
    expect(await web.login()).toMatchObject({ code: 200 });
    const tcp = await RawClient.login(running.tcpPort);
    await web.subscribe('a/>');
    await tcp.subscribe('b/>');
    tcp.publish('a/1', 'to web');
    web.publish('b/1', 'to tcp');
    await Promise.all([web.received(1), tcp.received(1)]);
    expect([web.payloads(), tcp.payloads()]).toEqual([['to web'], ['to tcp']]);
  });

  it('chooses the subprotocol and declines compression', async () => {
    await using running = await runBroker();
    const socket = new WebSocket(`ws://127.0.0.1:${running.wsPort}/x`, ['other', 'smf.solacesystems.com']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('smf.solacesystems.com');
    expect(socket.extensions).toBe('');
    socket.close();
  });

  it('refuses peers that do not offer the subprotocol', async () => {
    await using running = await runBroker();
    const socket = new WebSocket(`ws://127.0.0.1:${running.wsPort}/`, ['mqtt']);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('400');
    expect(running.broker.stats().connections).toBe(0);
  });

  it('answers plain HTTP with 426', async () => {
    await using running = await runBroker();
    const asked = request({ port: running.wsPort, path: '/' }).end();
    const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(426);
  });

  it('puts frames together from messages cut anywhere', async () => {
    await using running = await runBroker();
    const client = await RawClient.ws(running.wsPort);
    await client.login();
    await client.subscribe('a');
    const bytes = Buffer.concat([messageFrame('a', 'one'), messageFrame('a', 'two')]);
    for (const byte of bytes) client.write(Buffer.from([byte]));
    await client.received(2);
    expect(client.payloads()).toEqual(['one', 'two']);
  });

  it('carries a message larger than one WebSocket message', async () => {
    await using running = await runBroker();
    const client = await RawClient.ws(running.wsPort);
    await client.login();
    await client.subscribe('a');
    const payload = Buffer.alloc(3_000_000, 'z');
    client.publish('a', payload);
    const [message] = await client.received(1);
    expect(message.body.equals(payload)).toBe(true);
  });

  it('ends a peer that sends text', async () => {
    await using running = await runBroker();
    const client = await RawClient.ws(running.wsPort);
    client.webSocket?.send('hello');
    await client.closed;
    expect(running.ends).toMatchObject([{ code: 'MALFORMED_FRAME' }]);
  });

  it('survives broken handshakes and broken WebSocket frames', async () => {
    await using running = await runBroker();
    const half = connect(running.wsPort, '127.0.0.1');
    half.on('error', () => undefined).resume();
    half.write(
      'GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Protocol: smf.solacesystems.com\r\n\r\n',
    );
    await once(half, 'close');
    const broken = connect(running.wsPort, '127.0.0.1');
    broken.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: smf.solacesystems.com\r\n\r\n',
    );
    await once(broken, 'data');
    const end = running.nextEnd();
    // An unmasked frame, which a client must never send.
    broken.write(Buffer.concat([Buffer.from([0x82, 0x20]), loginFrame().subarray(0, 32)]));
    expect(await end).toMatchObject({ code: 'CLIENT_LOST' });
    const client = await RawClient.ws(running.wsPort);
    expect(await client.login()).toMatchObject({ code: 200 });
  });
});
