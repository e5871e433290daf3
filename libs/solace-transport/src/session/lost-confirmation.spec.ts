import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a subscription whose confirmation the lost connection swallowed', () => {
  it('is asked for again on the next connection', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, subscribeTimeoutMs: 5_000 });
    const received: string[] = [];
    proxy.stall();
    const change = session.subscribe(bus.topic('late'), (message) => void received.push(message.payload.toString()));
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    proxy.restore();
    await change;
    (await bus.session()).publish(bus.topic('late'), Buffer.from('heard'));
    await until('the message', () => received.length > 0);
    expect(received).toEqual(['heard']);
  });

  it('fails at once when the session is closed', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    proxy.stall();
    const change = codeOf(session.subscribe(bus.topic('never'), () => undefined));
    // Sent before the close.
    await new Promise((resolve) => setImmediate(resolve));
    await session.close();
    expect(await change).toBe('TRANSPORT_CLOSED');
  });
});
