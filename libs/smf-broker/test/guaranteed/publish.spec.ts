import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { until } from '../../src/testing/real-client.js';

const series = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`);
const SPOOL_OVER_QUOTA = 120;

describe('a guaranteed message of the real client', () => {
  it('waits in its queue, is delivered in order, and is gone once it is acknowledged', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q/one');
    await bus.publish(client, 'q/one', series(300));
    expect(client.acknowledged).toEqual(series(300));
    expect(bus.queue('q/one')).toMatchObject({ depth: 300, unacked: 0 });
    const consumer = await client.consume('q/one');
    await consumer.received(300);
    expect(consumer.texts()).toEqual(series(300));
    expect(consumer.got.every(({ redelivered, deliveryCount }) => !redelivered && deliveryCount === 1)).toBe(true);
    for (const { message } of consumer.got) message.acknowledge();
    await until('an empty queue', () => bus.queue('q/one').depth === 0);
    expect(client.rejected).toEqual([]);
  });

  it('comes with the application’s settings and the size it had', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    const consumer = await client.consume('q');
    const text = 'x'.repeat(1_500_000);
    client.publish('q', text, (message) => {
      message.setCorrelationId('corr');
      message.setApplicationMessageType('type');
      message.setPriority(7);
    });
    const [{ message, text: got }] = await consumer.received(1);
    expect(got).toBe(text);
    expect([message.getCorrelationId(), message.getApplicationMessageType(), message.getPriority()]).toEqual([
      'corr',
      'type',
      7,
    ]);
    expect(message.getDestination()?.getName()).toBe('q');
  });

  it('is rejected when the queue has no room, in order with those that had', async () => {
    await using bus = await GuaranteedBus.start({ limits: { queueQuotaBytes: 10_000 } });
    const client = await bus.clientWith('q');
    await bus.publish(client, 'q', ['a', 'x'.repeat(20_000), 'b']);
    expect(client.acknowledged).toEqual(['a', 'b']);
    expect(client.rejected).toMatchObject([{ subcode: SPOOL_OVER_QUOTA }]);
    const consumer = await client.consume('q');
    await consumer.received(2);
    expect(consumer.texts()).toEqual(['a', 'b']);
  });

  it('is rejected when there is no such queue, and accepted when nobody wants its topic', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client();
    await bus.publish(client, 'nowhere', ['a']);
    await bus.publish(client, 'topic:nobody/listens', ['b']);
    expect([client.rejected.length, client.acknowledged]).toEqual([1, ['b']]);
  });

  it('is published once when the connection breaks in between', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client({ clientName: 'publisher' });
    await client.provision('q');
    const publishing = bus.publish(client, 'q', series(2000));
    for (let cut = 1; cut <= 5; cut += 1) {
      await until('some progress', () => client.acknowledged.length >= cut * 200);
      bus.running.broker.disconnect('default', 'publisher');
      await until('the reconnect', () => client.events.filter((name) => name === 'RECONNECTED_NOTICE').length >= cut);
    }
    await publishing;
    expect(client.acknowledged).toEqual(series(2000));
    const consumer = await client.consume('q');
    consumer.onMessage = ({ message }) => message.acknowledge();
    await consumer.received(2000);
    await until('an empty queue', () => bus.queue('q').depth === 0);
    expect(consumer.texts()).toEqual(series(2000));
  });
});
