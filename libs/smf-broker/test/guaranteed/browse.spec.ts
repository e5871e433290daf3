import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { until } from '../../src/testing/real-client.js';

describe('a browser', () => {
  it('sees what is there and what comes, takes nothing, and does not hold up consumers', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    await bus.publish(client, 'q', ['a', 'b', 'c']);
    const consumer = await client.consume('q');
    await consumer.received(3);
    const browsing = await client.browse('q');
    await browsing.received(3);
    expect(browsing.texts()).toEqual(['a', 'b', 'c']);
    await bus.publish(client, 'q', ['d']);
    await browsing.received(4);
    await consumer.received(4);
    expect(bus.queue('q')).toMatchObject({ depth: 4, unacked: 4 });
    for (const { message } of consumer.got) message.acknowledge();
    await until('an empty queue', () => bus.queue('q').depth === 0);
    expect(browsing.texts()).toEqual(['a', 'b', 'c', 'd']);
    await browsing.stop();
  });

  it('removes what it is told to', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    await bus.publish(client, 'q', ['a', 'b', 'c']);
    const browsing = await client.browse('q');
    await browsing.received(3);
    const browser = browsing.consumer as unknown as { removeMessageFromQueue(message: unknown): void };
    browser.removeMessageFromQueue(browsing.got[1].message);
    await until('one less', () => bus.queue('q').depth === 2);
    const consumer = await client.consume('q');
    await consumer.received(2);
    expect(consumer.texts()).toEqual(['a', 'c']);
  });

  it('needs the permission to read, and the one to consume to remove', async () => {
    const users = ['owner', 'other'].map((username) => ({ vpn: 'default', username, password: 'p' }));
    await using bus = await GuaranteedBus.start({}, { users });
    const owner = await bus.client({ userName: 'owner', password: 'p' });
    const other = await bus.client({ userName: 'other', password: 'p' });
    await owner.provision('none', { permissions: 'NONE' });
    await owner.provision('read', { permissions: 'READ_ONLY' });
    await expect(other.browse('none')).rejects.toMatchObject({ message: expect.anything() });
    await bus.publish(owner, 'read', ['a']);
    const browsing = await other.browse('read');
    const [{ message }] = await browsing.received(1);
    const browser = browsing.consumer as unknown as { removeMessageFromQueue(message: unknown): void };
    browser.removeMessageFromQueue(message);
    await browsing.stop();
    expect(bus.queue('read').depth).toBe(1);
  });
});
