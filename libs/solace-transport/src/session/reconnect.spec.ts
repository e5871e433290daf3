import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a reconnect', () => {
  it('brings subscriptions back, fails the requests in flight, and lets new ones through the new inbox', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const other = await bus.session();
    const received: string[] = [];
    await session.subscribe(bus.topic('news/>'), (message) => void received.push(message.payload.toString()));
    await other.subscribe(bus.topic('silent'), () => undefined);
    await other.subscribe(bus.topic('echo'), (message) => other.reply(message, message.payload));
    const inFlight = [1, 2, 3].map(() => codeOf(session.request(bus.topic('silent'), Buffer.alloc(0))));
    proxy.cut();
    expect(await Promise.all(inFlight)).toEqual(['REQUEST_ABORTED', 'REQUEST_ABORTED', 'REQUEST_ABORTED']);
    expect(session.metrics.inflight).toBe(0);
    expect(session.metrics.aborted).toBe(3);
    const change = session.subscribe(bus.topic('later'), (message) => void received.push(message.payload.toString()));
    proxy.restore();
    await change;
    other.publish(bus.topic('news/a'), Buffer.from('again'));
    other.publish(bus.topic('later'), Buffer.from('made while down'));
    await until('both', () => received.length === 2);
    expect(received).toEqual(['again', 'made while down']);
    const reply = await session.request(bus.topic('echo'), Buffer.from('x'));
    expect(reply.payload.toString()).toBe('x');
  });

  it('refuses a subscription that does not get through in time', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, subscribeTimeoutMs: 150 });
    proxy.stall();
    expect(await codeOf(session.subscribe(bus.topic('x'), () => undefined))).toBe('SUBSCRIPTION_TIMEOUT');
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    expect(await codeOf(session.subscribe(bus.topic('y'), () => undefined))).toBe('TRANSPORT_DOWN');
  });
});
