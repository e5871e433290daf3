import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { until } from '../../src/testing/real-client.js';

const series = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`);

describe('consumers of one queue', () => {
  it('exclusive: the first gets all, the second takes over when it goes', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { accessType: 'EXCLUSIVE', permissions: 'CONSUME' });
    const other = await bus.client();
    const first = await client.consume('q');
    const second = await other.consume('q');
    await bus.publish(client, 'q', series(10));
    await first.received(10);
    for (const { message } of first.got.slice(0, 4)) message.acknowledge();
    await until('four acknowledged', () => bus.queue('q').depth === 6);
    expect(second.got).toEqual([]);
    await first.stop();
    await second.received(6);
    expect(second.texts()).toEqual(series(10).slice(4));
    expect(second.got.every(({ redelivered }) => redelivered)).toBe(true);
  });

  it('exclusive: who asks is told when its turn comes', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { permissions: 'CONSUME' });
    const other = await bus.client();
    const first = await client.consume('q', { activeIndicationEnabled: true });
    const second = await other.consume('q', { activeIndicationEnabled: true });
    const count = (events: readonly string[], word: string): number =>
      events.filter((name) => name.endsWith(word)).length;
    await until('the first is active', () => count(first.events, '_active') === 1);
    expect(count(second.events, '_active')).toBe(0);
    await bus.publish(client, 'q', ['a']);
    await first.received(1);
    await first.stop();
    await second.received(1);
    expect(count(second.events, '_active')).toBe(1);
  });

  it('non-exclusive: they share, and one takes what another leaves although it has had later ones', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { accessType: 'NONEXCLUSIVE', permissions: 'CONSUME' });
    const other = await bus.client();
    const first = await client.consume('q');
    const second = await other.consume('q');
    await bus.publish(client, 'q', series(20));
    await until('all delivered', () => first.got.length + second.got.length === 20);
    expect([first.got.length, second.got.length]).toEqual([10, 10]);
    await first.stop();
    await second.received(20);
    expect(second.texts().toSorted()).toEqual(series(20).toSorted());
    for (const { message } of second.got) message.acknowledge();
    await until('an empty queue', () => bus.queue('q').depth === 0);
  });

  it('a window bounds what is under way, a stop holds it', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    const consumer = await client.consume('q', { windowSize: 5 });
    await bus.publish(client, 'q', series(100));
    await consumer.received(100);
    consumer.consumer.stop();
    await bus.publish(client, 'q', series(50));
    await until('the stop has arrived', () => bus.queue('q').depth === 150);
    consumer.consumer.start();
    await consumer.received(150);
    expect(consumer.texts()).toEqual([...series(100), ...series(50)]);
  });
});
