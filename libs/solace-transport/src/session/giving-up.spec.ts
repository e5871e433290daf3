import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a session that was given up', () => {
  it.each([0, 2])('after %i retries is down, says so, and can be connected again', async (reconnectRetries) => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, reconnectRetries, reconnectRetryWaitMs: 10 });
    const seen: string[] = [];
    session.on('status', (status) => void seen.push(status));
    const received: string[] = [];
    await session.subscribe(bus.topic('again'), (message) => void received.push(message.payload.toString()));
    proxy.cut();
    await until('the end', () => session.status === 'DOWN');
    expect(session.tryPublish(bus.topic('again'), Buffer.alloc(1))?.code).toBe('TRANSPORT_DOWN');
    expect(await codeOf(session.connect())).toBe('CONNECT_FAILED');
    proxy.restore();
    await Promise.all([session.connect(), session.connect()]);
    session.publish(bus.topic('again'), Buffer.from('back'));
    await until('the message', () => received.length > 0);
    expect(received).toEqual(['back']);
    const recovering = reconnectRetries === 0 ? [] : ['RECONNECTING'];
    expect(seen).toEqual([...recovering, 'DOWN', 'CONNECTING', 'DOWN', 'CONNECTING', 'UP']);
  });

  it('is closed at once in the middle of a long pause', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, reconnectRetryWaitMs: 60_000, reconnectMaxWaitMs: 3_600_000 });
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    await session.close();
    expect(session.status).toBe('DOWN');
  });
});
