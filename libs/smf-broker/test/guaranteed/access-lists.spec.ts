import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';

const [UNKNOWN_QUEUE, PUBLISH_DENIED, NOT_ALLOWED, SUBSCRIPTION_DENIED] = [114, 17, 125, 16];
const users = [
  {
    vpn: 'default',
    username: 'desk',
    password: 'p',
    publish: ['orders/request/>'],
    subscribe: ['orders/event/>'],
    queues: ['q/desk/>'],
  },
  { vpn: 'default', username: 'all', password: 'p' },
  { vpn: 'test', username: 'all', password: 'p' },
];
const desk = { userName: 'desk', password: 'p' };
const all = { userName: 'all', password: 'p' };

describe('access lists', () => {
  it('hold for guaranteed messages: to topics and to queues', async () => {
    await using bus = await GuaranteedBus.start({ queues: [{ vpn: 'default', name: 'q/other' }] }, { users });
    const client = await bus.client(desk);
    expect(await client.provision('q/desk/1')).toBeNull();
    await bus.publish(client, 'topic:orders/request/new', ['allowed topic']);
    await bus.publish(client, 'topic:orders/event/new', ['other topic']);
    await bus.publish(client, 'q/desk/1', ['own queue']);
    await bus.publish(client, 'q/other', ['other queue']);
    expect(client.acknowledged).toEqual(['allowed topic', 'own queue']);
    expect(client.rejected.map(({ key, subcode }) => [key, subcode])).toEqual([
      ['other topic', PUBLISH_DENIED],
      ['other queue', PUBLISH_DENIED],
    ]);
    expect(bus.queue('q/other').depth).toBe(0);
  });

  it('hold for making, binding and removing queues, and for their topics', async () => {
    await using bus = await GuaranteedBus.start({ queues: [{ vpn: 'default', name: 'q/other' }] }, { users });
    const client = await bus.client(desk);
    expect(await client.provision('q/mine')).toBe(NOT_ALLOWED);
    await expect(client.consume('q/other')).rejects.toMatchObject({ cause: NOT_ALLOWED });
    expect(await client.deprovision('q/other')).toBe(NOT_ALLOWED);
    expect(await client.provision('q/desk/1')).toBeNull();
    const consumer = await client.consume('q/desk/1');
    expect(await consumer.subscribe('orders/event/>')).toBeNull();
    expect(await consumer.subscribe('orders/>')).toBe(SUBSCRIPTION_DENIED);
  });

  it('let replies to temporary queues through', async () => {
    await using bus = await GuaranteedBus.start({}, { users });
    const requester = await bus.client(all);
    const consumer = await requester.consume(null);
    const client = await bus.client(desk);
    const destination = consumer.consumer.getDestination();
    client.publish('unused', 'reply', (message) => message.setDestination(destination));
    expect((await consumer.received(1))[0].text).toBe('reply');
  });

  it('keep queues of VPNs apart', async () => {
    await using bus = await GuaranteedBus.start({}, { users });
    const here = await bus.client(all);
    const there = await bus.client({ ...all, vpnName: 'test' });
    await here.provision('q');
    await expect(there.consume('q')).rejects.toMatchObject({ cause: UNKNOWN_QUEUE });
    await there.provision('q');
    await bus.publish(here, 'q', ['here']);
    const [own, other] = [await here.consume('q'), await there.consume('q')];
    await own.received(1);
    expect([own.texts(), other.texts()]).toEqual([['here'], []]);
  });
});
