import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { keepAliveFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

const limits = { sweepMs: 20, idleIntervals: 1 };

describe('keepalive', () => {
  it('is answered with a bare frame', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    client.write(keepAliveFrame());
    const answer = await client.reply((frame) => frame.protocol === 0x0b);
    expect(answer.bytes.toString('hex')).toBe('030b00010000000c0000000c');
  });

  it('gives up a client that announced an interval and fell silent, and nobody else', async () => {
    await using running = await runBroker({ limits });
    const silent = await RawClient.login(running.tcpPort, { keepAliveSeconds: 1, clientName: 'silent' });
    const lively = await RawClient.login(running.tcpPort, { keepAliveSeconds: 1, clientName: 'lively' });
    const unannounced = await RawClient.login(running.tcpPort, { clientName: 'unannounced' });
    await silent.subscribe('a');
    const beat = setInterval(() => lively.write(keepAliveFrame()), 100);
    await silent.closed;
    clearInterval(beat);
    expect(running.ends).toMatchObject([{ code: 'IDLE' }]);
    expect(running.broker.stats()).toMatchObject({ clients: 2, subscriptions: 0 });
    await unannounced.settle();
  });

  it('takes a client that announced none but sends them for one with an interval below a second', async () => {
    await using running = await runBroker({ limits });
    const client = await RawClient.login(running.tcpPort);
    client.write(keepAliveFrame());
    await client.closed;
    expect(running.ends).toMatchObject([{ code: 'IDLE' }]);
  });

  it('does not take its own stall for the silence of its clients', async () => {
    await using running = await runBroker({ limits });
    const client = await RawClient.login(running.tcpPort, { keepAliveSeconds: 1 });
    client.write(keepAliveFrame());
    // The whole process stands still, with the client's keepalive unread in the socket.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
    await client.reply((frame) => frame.protocol === 0x0b);
    expect(running.broker.stats().clients).toBe(1);
  });
});
