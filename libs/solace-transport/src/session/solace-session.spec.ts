import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, json, until } from '../../test/bus.js';
import type { InboundMessage } from '../wire/inbound-message.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a session', () => {
  it('delivers what was published, with its properties', async () => {
    const [publisher, subscriber] = [await bus.session(), await bus.session()];
    const received: InboundMessage[] = [];
    await subscriber.subscribe(bus.topic('a/*/>'), (message) => void received.push(message));
    const headers = { text: 'grüß', whole: 42, real: 1.5, large: 2 ** 40, yes: true, no: false };
    publisher.publish(bus.topic('a/b/c'), json({ price: '1.25' }), {
      headers,
      contentType: 'application/json',
      correlationId: 'c-1',
      priority: 4,
    });
    publisher.publish(bus.topic('a/b'), json({}));
    publisher.publish(bus.topic('a/x/y/z'), Buffer.from([0, 128, 255]));
    await until('two messages', () => received.length === 2);
    const [first, second] = received;
    expect(first.topic).toBe(bus.topic('a/b/c'));
    expect(JSON.parse(first.payload.toString())).toEqual({ price: '1.25' });
    expect({ ...first.headers }).toEqual(headers);
    expect(first.contentType).toBe('application/json');
    expect(first.correlationId).toBe('c-1');
    expect(first.replyTo).toBeUndefined();
    expect(first.unwrap().getPriority()).toBe(4);
    expect([...second.payload]).toEqual([0, 128, 255]);
    expect(publisher.metrics.sent).toBe(3);
    expect(subscriber.metrics.received).toBe(2);
  });

  it('answers a request', async () => {
    const [caller, service] = [await bus.session(), await bus.session()];
    await service.subscribe(bus.topic('ask'), (message) =>
      service.reply(message, Buffer.from(`re: ${message.payload.toString()}`)),
    );
    const replies = await Promise.all([1, 2, 3].map((n) => caller.request(bus.topic('ask'), Buffer.from(String(n)))));
    expect(replies.map((reply) => reply.payload.toString())).toEqual(['re: 1', 're: 2', 're: 3']);
    expect(caller.metrics.inflight).toBe(0);
  });
});
