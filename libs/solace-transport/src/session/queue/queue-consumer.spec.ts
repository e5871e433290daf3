import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, until } from '../../../test/bus.js';
import type { SolaceSession } from '../solace-session.js';
import type { QueueMessage } from './queue-message.js';

let bus: TestBus;
let publisher: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  publisher = await bus.session({ guaranteed: true });
});
afterAll(() => bus[Symbol.asyncDispose]());

const fill = async (queue: string, count: number): Promise<void> => {
  await Promise.all(
    Array.from({ length: count }, (_, n) => publisher.publishGuaranteed({ queue }, Buffer.from(`${n}`))),
  );
};
const texts = (messages: readonly QueueMessage[]): string[] => messages.map((message) => message.payload.toString());

describe('a consumer of a queue', () => {
  it('makes its queue with its topics, and tells where the queue is not as wanted', async () => {
    const session = await bus.session();
    const queue = bus.queue('made');
    const received: QueueMessage[] = [];
    const first = session.queues.consumer(
      { queue, provision: { access: 'exclusive', maxRedelivery: 3 }, topics: [bus.topic('in/>'), bus.topic('in/>')] },
      (message) => void received.push(message),
    );
    await first.start();
    await publisher.publishGuaranteed(bus.topic('in/a'), Buffer.from('x'), { headers: { h: 1 }, correlationId: 'c' });
    await until('the message', () => received.length === 1);
    const [{ topic, headers, correlationId, redelivered, deliveryCount }] = received;
    expect([topic, { ...headers }, correlationId]).toEqual([bus.topic('in/a'), { h: 1 }, 'c']);
    expect([received[0].queue, redelivered, deliveryCount]).toEqual([queue, false, 1]);
    received[0].settle('accepted');
    await first.close();
    expect(bus.depth(queue)).toBe(0);
    const found: string[] = [];
    const second = session.queues.consumer(
      { queue, provision: { access: 'shared', maxRedelivery: 3 } },
      () => undefined,
    );
    second.on('difference', (differences) => void found.push(...differences));
    await second.start();
    expect(found).toEqual(['access is exclusive, wanted shared']);
    expect(await session.queues.provision(queue)).toBe(false);
    await second.close();
  });

  it('has no more unsettled than it may, and gets the rest as it settles', async () => {
    const session = await bus.session();
    const queue = bus.queue('bounded');
    await session.queues.provision(queue);
    await fill(queue, 500);
    const held: QueueMessage[] = [];
    const all: string[] = [];
    const consumer = session.queues.consumer({ queue, maxUnsettled: 10 }, (message) => {
      held.push(message);
      all.push(message.payload.toString());
    });
    await consumer.start();
    while (all.length < 500 || held.length > 0) {
      await until('messages', () => held.length > 0);
      expect(consumer.unsettled).toBeLessThanOrEqual(10);
      for (const message of held.splice(0)) message.settle('accepted');
    }
    expect(all).toEqual(Array.from({ length: 500 }, (_, n) => `${n}`));
    await consumer.close();
    expect([bus.depth(queue), session.metrics.unsettled]).toEqual([0, 0]);
  });

  it('delivers again what failed, with mark and count, and not what was rejected', async () => {
    const session = await bus.session();
    const queue = bus.queue('outcomes');
    await session.queues.provision(queue);
    const seen: [string, boolean, number | undefined][] = [];
    const consumer = session.queues.consumer({ queue }, (message) => {
      const text = message.payload.toString();
      seen.push([text, message.redelivered, message.deliveryCount]);
      if (text === '0') message.settle(message.redelivered ? 'accepted' : 'failed');
      else message.settle('rejected');
      message.settle('failed'); // the first counts
    });
    await consumer.start();
    await fill(queue, 2);
    await until('three deliveries', () => seen.length === 3);
    expect(seen).toEqual([
      ['0', false, 1],
      ['1', false, 1],
      ['0', true, 2],
    ]);
    await consumer.close();
    expect([bus.depth(queue), session.metrics.redelivered]).toEqual([0, 1]);
  });

  it('stops and starts; what was handed out may be settled meanwhile', async () => {
    const session = await bus.session();
    const queue = bus.queue('stop');
    await session.queues.provision(queue);
    const received: QueueMessage[] = [];
    const consumer = session.queues.consumer({ queue, maxUnsettled: 2 }, (message) => void received.push(message));
    await consumer.start();
    await fill(queue, 6);
    await until('two', () => received.length === 2);
    consumer.stop();
    expect(consumer.status).toBe('PAUSED');
    for (const message of received) message.settle('accepted');
    await until('both settled', () => bus.depth(queue) === 4);
    expect(received.length).toBe(2);
    await consumer.start();
    await until('two more', () => received.length === 4);
    await consumer.close(50);
    await until('the rest is back', () => bus.depth(queue) === 4);
    expect(await codeOf(consumer.start())).toBe('TRANSPORT_CLOSED');
    const again: QueueMessage[] = [];
    const next = session.queues.consumer({ queue }, (message) => void again.push(message));
    await next.start();
    await until('all that was not settled', () => again.length === 4);
    expect(texts(again)).toEqual(['2', '3', '4', '5']);
    expect(again.slice(0, 2).map((message) => message.redelivered)).toEqual([true, true]);
    for (const message of again) message.settle('accepted');
    await next.close();
  });

  it('is bound again after a loss, and what was settled meanwhile stays settled', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const queue = bus.queue('loss');
    await session.queues.provision(queue);
    const received: QueueMessage[] = [];
    const states: string[] = [];
    const consumer = session.queues.consumer({ queue, maxUnsettled: 5 }, (message) => void received.push(message));
    consumer.on('status', (status) => void states.push(status));
    await consumer.start();
    await fill(queue, 20);
    await until('five', () => received.length === 5);
    proxy.cut();
    await until('the loss', () => consumer.status === 'WAITING');
    for (const message of received.slice(0, 3)) message.settle('accepted');
    proxy.restore();
    await until('the return', () => consumer.status === 'BOUND');
    received.slice(3, 5).map((message) => message.settle('accepted'));
    for (let n = 5; n < 20; n++) {
      await until(`message ${n}`, () => received.length > n);
      received[n].settle('accepted');
    }
    await until('an empty queue', () => bus.depth(queue) === 0);
    await consumer.close();
    expect(texts(received)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
    expect(states).toEqual(['WAITING', 'BOUND', 'WAITING', 'BOUND', 'CLOSED']);
  });

  it('that is refused says why, goes on trying, and binds once the queue is there; the same when it is taken away', async () => {
    const session = await bus.session();
    const queue = bus.queue('missing');
    const failures: string[] = [];
    const received: QueueMessage[] = [];
    const consumer = session.queues.consumer({ queue }, (message) => {
      received.push(message);
      message.settle('accepted');
    });
    consumer.on('failure', ({ code, message }) => void failures.push(`${code} ${message}`));
    const refused = consumer.start(200);
    await expect(refused).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
    await expect(refused).rejects.toThrow(/Unknown Queue/);
    expect(failures[0]).toBe('QUEUE_UNAVAILABLE Unknown Queue');
    await publisher.queues.provision(queue, { othersMay: 'delete' });
    await until('bound', () => consumer.status === 'BOUND');
    await publisher.queues.remove(queue);
    await until('unbound', () => consumer.status === 'WAITING');
    await publisher.queues.provision(queue);
    await until('bound again', () => consumer.status === 'BOUND');
    await fill(queue, 1);
    await until('the message', () => received.length === 1);
    await consumer.close();
  });

  it('ends with its session, after what it was given is settled', async () => {
    const session = await bus.session({ closeTimeoutMs: 15_000 });
    const queue = bus.queue('end');
    await session.queues.provision(queue);
    const received: QueueMessage[] = [];
    const consumer = session.queues.consumer({ queue }, (message) => void received.push(message));
    await consumer.start();
    await fill(queue, 1);
    await until('the message', () => received.length === 1);
    const closing = session.close();
    setTimeout(() => received[0].settle('accepted'), 50);
    await closing;
    expect([consumer.status, bus.depth(queue)]).toEqual(['CLOSED', 0]);
  });
});
