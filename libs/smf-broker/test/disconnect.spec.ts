import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { messageFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

describe.each(['tcp', 'ws'] as const)('disconnect over %s', (carrier) => {
  it.each([
    ['end', 'CLIENT_CLOSED'],
    ['kill', 'CLIENT_LOST'],
  ] as const)('%s leaves no state and disturbs nobody', async (how, code) => {
    await using running = await runBroker();
    const port = carrier === 'tcp' ? running.tcpPort : running.wsPort;
    const leaving = await RawClient[carrier](port);
    await leaving.login({ clientName: 'leaving' });
    const staying = await RawClient.login(running.tcpPort);
    for (const client of [leaving, staying]) await client.subscribe('a/>');
    const end = running.nextEnd();
    await leaving[how]();
    expect(await end).toMatchObject({ code });
    expect(running.broker.stats()).toMatchObject({ clients: 1, subscriptions: 1 });
    staying.publish('a/b', 'still here');
    await staying.settle();
    expect(staying.payloads()).toEqual(['still here']);
    await RawClient.login(running.tcpPort, { clientName: 'leaving' });
  });

  it('forgets a message that was cut off', async () => {
    await using running = await runBroker();
    const staying = await RawClient.login(running.tcpPort);
    await staying.subscribe('a');
    const leaving = await RawClient[carrier](carrier === 'tcp' ? running.tcpPort : running.wsPort);
    await leaving.login();
    const end = running.nextEnd();
    leaving.write(messageFrame('a', 'x'.repeat(1000)).subarray(0, 500));
    await leaving.end();
    await end;
    await staying.settle();
    expect(staying.messages).toEqual([]);
    expect(running.broker.stats().protocolErrors).toBe(0);
  });
});

describe('stop', () => {
  it('disconnects everyone, frees the ports and allows another start', async () => {
    const running = await runBroker();
    const clients = [await RawClient.login(running.tcpPort), await RawClient.ws(running.wsPort)];
    await clients[1].login();
    // Neither has logged in nor asked for anything.
    const strangers = [await RawClient.tcp(running.tcpPort), await RawClient.tcp(running.wsPort)];
    await running.broker.stop();
    await Promise.all([...clients, ...strangers].map((client) => client.closed));
    await expect(RawClient.tcp(running.tcpPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await running.broker.stop();
    const ports = await running.broker.start();
    await RawClient.login(ports.tcpPort ?? 0);
    await running.broker.stop();
  });

  it('delivers what was published before it', async () => {
    const running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('a');
    const big = 'x'.repeat(500_000);
    client.publish('a', big);
    client.publish('a', 'last');
    const done = client.received(2);
    while (running.broker.stats().messagesIn < 2) await new Promise((resolve) => setImmediate(resolve));
    await running.broker.stop();
    expect((await done).map((message) => message.body.length)).toEqual([500_000, 4]);
  });
});
