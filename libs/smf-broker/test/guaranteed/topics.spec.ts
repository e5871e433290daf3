import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { until } from '../../src/testing/real-client.js';
import { RawClient } from '../../src/testing/raw-client.js';

describe('a queue with topics', () => {
  it('gets guaranteed and direct messages of its topics, each once, until it drops the topic', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { permissions: 'DELETE' });
    const consumer = await client.consume('q');
    consumer.onMessage = ({ message }) => message.acknowledge();
    expect(await consumer.subscribe('orders/>')).toBeNull();
    expect(await consumer.subscribe('orders/*/new')).toBeNull();
    expect(await consumer.subscribe('orders/>')).toBeNull();
    await bus.publish(client, 'topic:orders/1/new', ['guaranteed']);
    const raw = await RawClient.login(bus.port);
    raw.publish('orders/2/new', 'direct');
    raw.publish('orders/3', 'second of a run');
    raw.publish('other', 'not this');
    await consumer.received(3);
    expect(consumer.texts()).toEqual(['guaranteed', 'direct', 'second of a run']);
    expect(await consumer.subscribe('orders/>', true)).toBeNull();
    expect(await consumer.subscribe('orders/*/new', true)).toBeNull();
    await bus.publish(client, 'topic:orders/1/new', ['too late']);
    await until('an empty queue', () => bus.queue('q').depth === 0);
    expect(consumer.texts()).toHaveLength(3);
    expect([...bus.queue('q').topics]).toEqual([]);
  });

  it('shares a guaranteed message with direct subscribers and other queues', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('one');
    await client.provision('two');
    const consumers = [await client.consume('one'), await client.consume('two')];
    for (const consumer of consumers) expect(await consumer.subscribe('t/>')).toBeNull();
    const raw = await RawClient.login(bus.port);
    await raw.subscribe('t/a');
    await bus.publish(client, 'topic:t/a', ['x']);
    for (const consumer of consumers) expect((await consumer.received(1))[0].text).toBe('x');
    const [direct] = await raw.received(1);
    expect([direct.flags & 0x10, direct.topic]).toEqual([0, 't/a']);
  });
});
