import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, thrownCode, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('closing a session', () => {
  it('sends what was accepted, fails what is in flight, and refuses the rest', async () => {
    const [publisher, subscriber] = [await bus.session(), await bus.session()];
    let received = 0;
    await subscriber.subscribe(bus.topic('last'), () => void received++);
    let accepted = 0;
    while (accepted < 3_000 && publisher.tryPublish(bus.topic('last'), Buffer.alloc(200)) === undefined) accepted++;
    const pending = codeOf(publisher.request(bus.topic('nobody'), Buffer.alloc(0)));
    const closing = publisher.close();
    expect(publisher.close()).toBe(closing);
    expect(thrownCode(() => publisher.publish(bus.topic('last'), Buffer.alloc(1)))).toBe('TRANSPORT_CLOSED');
    expect(await codeOf(publisher.subscribe(bus.topic('x'), () => undefined))).toBe('TRANSPORT_CLOSED');
    expect(await pending).toBe('TRANSPORT_CLOSED');
    await closing;
    expect(publisher.status).toBe('DOWN');
    await until('all that was accepted', () => received === accepted);
    expect(accepted).toBeGreaterThan(100);
  });

  it('sends what still waits behind a slow connection', async () => {
    const proxy = await bus.proxy();
    const publisher = await bus.session({ url: proxy.url, closeTimeoutMs: 15_000 });
    const subscriber = await bus.session();
    let received = 0;
    await subscriber.subscribe(bus.topic('slow'), () => void received++);
    proxy.stall();
    let accepted = 0;
    while (publisher.tryPublish(bus.topic('slow'), Buffer.alloc(8_192)) === undefined && accepted < 5_000) {
      if (++accepted % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const closing = publisher.close();
    setTimeout(() => proxy.restore(), 50);
    await closing;
    await until(`all ${accepted}`, () => received === accepted);
  });

  it('ends in time although the broker does not answer', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, closeTimeoutMs: 100 });
    proxy.stall();
    const waiting = codeOf(session.subscribe(bus.topic('x'), () => undefined));
    await session.close();
    expect(['TRANSPORT_CLOSED', 'SUBSCRIPTION_FAILED', 'SUBSCRIPTION_TIMEOUT']).toContain(await waiting);
  });
});
