import { describe, expect, it } from '@jest/globals';
import { solclient } from '../../../solace-transport/src/session/solclient.js';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { until } from '../../src/testing/real-client.js';

const [UNKNOWN_QUEUE, ALREADY_EXISTS, NOT_ALLOWED] = [114, 124, 125];

describe('queues', () => {
  it('are made once, bound by name, and gone when they are removed', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    expect(await client.provision('q')).toBe(ALREADY_EXISTS);
    const consumer = await client.consume('q');
    await bus.publish(client, 'q', ['a']);
    await consumer.received(1);
    expect(await client.deprovision('q')).toBeNull();
    await until('the consumer is told', () => consumer.events.some((name) => name.includes('down')));
    await expect(client.consume('q')).rejects.toMatchObject({ cause: UNKNOWN_QUEUE });
    expect(bus.guaranteed.queues()).toEqual([]);
    expect(await client.provision('q')).toBeNull();
    expect(bus.queue('q').depth).toBe(0);
  });

  it('tell a consumer what they are', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', {
      accessType: 'NONEXCLUSIVE',
      quotaMB: 12,
      maxMessageSize: 5_000,
      respectsTTL: true,
      maxMessageRedelivery: 3,
      permissions: 'READ_ONLY',
    });
    const consumer = await client.consume('q');
    const properties = consumer.consumer.getProperties().queueProperties;
    expect(properties).toMatchObject({
      accessType: 'NONEXCLUSIVE',
      quotaMB: 12,
      maxMessageSize: 5_000,
      respectsTTL: true,
    });
    await bus.publish(client, 'q', ['x'.repeat(6_000), 'y']);
    expect([client.rejected.length, client.acknowledged]).toEqual([1, ['y']]);
  });

  it('tell publishers that they are full, or drop in silence, as they were made', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client();
    const { NOTIFY_SENDER_OFF, NOTIFY_SENDER_ON } = solclient().QueueDiscardBehavior;
    await client.provision('silent', { discardBehavior: NOTIFY_SENDER_OFF });
    await client.provision('loud', { discardBehavior: NOTIFY_SENDER_ON });
    await client.provision('unsaid');
    const tells = ['silent', 'loud', 'unsaid'].map((name) => bus.queue(name).definition.notifySender);
    expect(tells).toEqual([false, true, true]);
    const consumer = await client.consume('silent');
    expect(consumer.consumer.getProperties().queueProperties?.discardBehavior).toBe(NOTIFY_SENDER_OFF);
  });

  it('are made by a consumer that asks for it', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client();
    const consumer = await client.consume('made', {
      createIfMissing: true,
      queueProperties: { accessType: 'EXCLUSIVE' },
    });
    await bus.publish(client, 'made', ['a']);
    await consumer.received(1);
  });

  it('let others do no more than their permission', async () => {
    const users = ['owner', 'other'].map((username) => ({ vpn: 'default', username, password: 'p' }));
    await using bus = await GuaranteedBus.start({}, { users });
    const owner = await bus.client({ userName: 'owner', password: 'p' });
    const other = await bus.client({ userName: 'other', password: 'p' });
    const cases = ['NONE', 'READ_ONLY', 'CONSUME', 'MODIFY_TOPIC', 'DELETE'];
    for (const [level, permissions] of cases.entries()) {
      expect(await owner.provision(permissions, { permissions })).toBeNull();
      const consumer = await other.consume(permissions).catch((error: Error) => error);
      if (level < 2) expect(consumer).toMatchObject({ cause: NOT_ALLOWED });
      else if (!(consumer instanceof Error)) {
        expect((await consumer.subscribe('t')) === null).toBe(level >= 3);
        await consumer.stop();
      }
      expect((await other.deprovision(permissions)) === null).toBe(level >= 4);
    }
  });

  it('temporary ones belong to their client, take messages of others, and come back with it', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client({ clientName: 'requester' });
    const other = await bus.client();
    const consumer = await client.consume(null);
    const destination = consumer.consumer.getDestination();
    const send = (text: string): void =>
      other.publish('unused', text, (message) => message.setDestination(destination));
    send('a');
    await consumer.received(1);
    bus.running.broker.disconnect('default', 'requester');
    send('b');
    await until('the reconnect', () => client.events.includes('RECONNECTED_NOTICE'));
    send('c');
    await until('all three', () => new Set(consumer.texts()).size === 3);
    expect(other.rejected).toEqual([]);
    await consumer.stop();
  });
});
