import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { TestBus, codeOf, until } from '../../../test/bus.js';
import type { SolaceSession } from '../solace-session.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

const text = (value: string | number): Buffer => Buffer.from(String(value));

/** All that a queue holds, in its order; it is empty afterwards. */
async function drain(session: SolaceSession, queue: string, count: number): Promise<string[]> {
  const found: string[] = [];
  const consumer = session.queues.consumer({ queue }, (message) => {
    found.push(message.payload.toString());
    message.settle('accepted');
  });
  await consumer.start();
  await until(`${count} messages`, () => found.length >= count);
  await consumer.close();
  return found;
}

describe('guaranteed publishing', () => {
  it('resolves when the broker has the message, for a queue and for a topic, and keeps the order', async () => {
    const session = await bus.session({ guaranteed: true });
    const queue = bus.queue('order');
    expect(await session.queues.provision(queue)).toBe(true);
    const sends = Array.from({ length: 1_000 }, (_, n) => session.publishGuaranteed({ queue }, text(n)));
    await session.publishGuaranteed(bus.topic('nobody/listens'), text('x'));
    await Promise.all(sends);
    expect(session.metrics.acknowledged).toBe(1_001);
    expect(session.metrics.unacknowledged).toBe(0);
    expect(session.snapshot().publishLatency.count).toBe(1_001);
    expect(await drain(session, queue, 1_000)).toEqual(sends.map((_, n) => String(n)));
  });

  it('rejects with the reason of the broker', async () => {
    const session = await bus.session({ guaranteed: true });
    const missing = session.publishGuaranteed({ queue: bus.queue('missing') }, text('x'));
    await expect(missing).rejects.toMatchObject({ code: 'PUBLISH_REJECTED' });
    await expect(missing).rejects.toThrow(/Unknown Queue/);
    const small = bus.queue('small');
    await session.queues.provision(small, { maxMessageBytes: 1_000, refuseWhenFull: true });
    expect(await codeOf(session.publishGuaranteed({ queue: small }, Buffer.alloc(5_000)))).toBe('PUBLISH_REJECTED');
    expect(await codeOf(session.publishGuaranteed({ queue: 'a*b' }, text('x')))).toBe('BAD_QUEUE');
    expect(await codeOf(session.publishGuaranteed('a//b', text('x')))).toBe('BAD_TOPIC');
    expect(session.metrics.rejected).toBe(2);
  });

  it('waits over an outage, loses nothing, repeats nothing and keeps the order', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, guaranteed: { windowSize: 20 } });
    const queue = bus.queue('outage');
    await session.queues.provision(queue);
    const sends: Promise<void>[] = [];
    for (let n = 0; n < 600; n++) {
      sends.push(session.publishGuaranteed({ queue }, text(n)));
      if (n === 100 || n === 300) proxy.cut();
      if (n === 200 || n === 500) proxy.restore();
      if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(sends);
    expect(bus.depth(queue)).toBe(600);
    expect(await drain(session, queue, 600)).toEqual(sends.map((_, n) => String(n)));
  });

  it('takes no more than its bounds, and says when there is room', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, guaranteed: { maxMessages: 50, maxBytes: 5_000 } });
    const queue = bus.queue('bounds');
    await session.queues.provision(queue);
    await until('the publisher', () => session.publisherStatus === 'UP');
    proxy.stall();
    const many = Array.from({ length: 50 }, (_, n) => session.publishGuaranteed({ queue }, text(n)));
    expect(await codeOf(session.publishGuaranteed({ queue }, text('x')))).toBe('TRANSPORT_FULL');
    expect(await codeOf(session.whenPublisherWritable(30))).toBe('TRANSPORT_FULL');
    const writable = session.whenPublisherWritable(15_000);
    proxy.restore();
    await writable;
    await Promise.all(many);
    proxy.stall();
    const large = [4_000, 900].map((size) => session.publishGuaranteed({ queue }, Buffer.alloc(size)));
    expect(await codeOf(session.publishGuaranteed({ queue }, Buffer.alloc(101)))).toBe('TRANSPORT_FULL');
    proxy.restore();
    await Promise.all(large);
    expect(bus.depth(queue)).toBe(52);
  });

  it('tells after its deadline whether the broker may have the message', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, guaranteed: { windowSize: 1 } });
    await until('the publisher', () => session.publisherStatus === 'UP');
    proxy.stall();
    const [first, second] = [1, 2].map((n) =>
      session.publishGuaranteed(bus.topic('late'), text(n), { timeoutMs: 100 }),
    );
    expect(await codeOf(first)).toBe('PUBLISH_UNKNOWN');
    expect(await codeOf(second)).toBe('PUBLISH_NOT_SENT');
    proxy.restore();
    await session.publishGuaranteed(bus.topic('late'), text(3));
    expect(session.metrics.unacknowledged).toBe(0);
  });

  it('waits at close for what was accepted, and fails the rest as unknown', async () => {
    const queue = bus.queue('closing');
    const session = await bus.session({ guaranteed: true, closeTimeoutMs: 15_000 });
    await session.queues.provision(queue);
    const sends = Array.from({ length: 500 }, (_, n) => session.publishGuaranteed({ queue }, text(n)));
    await session.close();
    await Promise.all(sends);
    expect(bus.depth(queue)).toBe(500);
    expect(await codeOf(session.publishGuaranteed({ queue }, text('x')))).toBe('TRANSPORT_CLOSED');
    const proxy = await bus.proxy();
    const stuck = await bus.session({ url: proxy.url, guaranteed: { windowSize: 1 }, closeTimeoutMs: 100 });
    await until('the publisher', () => stuck.publisherStatus === 'UP');
    proxy.stall();
    const outcomes = [1, 2].map((n) => codeOf(stuck.publishGuaranteed({ queue }, text(n))));
    await stuck.close();
    expect(await Promise.all(outcomes)).toEqual(['PUBLISH_UNKNOWN', 'PUBLISH_NOT_SENT']);
  });
});

describe('a broker that lets nobody publish guaranteed', () => {
  const login = { vpn: DEVELOPMENT_USER.vpn, username: DEVELOPMENT_USER.username, password: DEVELOPMENT_USER.password };

  it.each([
    ['offers it not', []],
    ['offers it and refuses the publisher', [{ capabilities: ['guaranteedPublish'] as const, handlers: [] }]],
  ])('%s: the session comes up all the same', async (_name, extensions) => {
    const broker = new SmfBroker({ tcpPort: 0, extensions });
    const { tcpPort } = await broker.start();
    const session = await bus.session({ ...login, url: `tcp://127.0.0.1:${tcpPort}`, guaranteed: true });
    expect(session.status).toBe('UP');
    expect(await codeOf(session.publishGuaranteed('a/b', text('x')))).toBe('GUARANTEED_UNAVAILABLE');
    expect(await codeOf(session.publishGuaranteed('a/b', text('x')))).toBe('GUARANTEED_UNAVAILABLE');
    session.publish('a/b', text('x'));
    await session.close();
    await broker.stop();
  });

  it('is not asked by a session without the option', async () => {
    const session = await bus.session();
    expect(await codeOf(session.publishGuaranteed('a/b', text('x')))).toBe('GUARANTEED_UNAVAILABLE');
    expect(session.publisherStatus).toBeUndefined();
  });
});
