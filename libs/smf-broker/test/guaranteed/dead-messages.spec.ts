import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { diskSpool } from '../../src/testing/disk-spool.js';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { outcomes, until } from '../../src/testing/real-client.js';
import type { RealClient } from '../../src/testing/real-client.js';

const send = (client: RealClient, queue: string, text: string, ttlMs: number, eligible = true): void => {
  client.publish(queue, text, (message) => {
    message.setTimeToLive(ttlMs);
    message.setDMQEligible(eligible);
  });
};

describe('dead messages', () => {
  it('are those that outlived their time, where the queue heeds it', async () => {
    let now = 1_800_000_000_000;
    await using bus = await GuaranteedBus.start({ now: () => now, limits: { sweepMs: 5 } });
    const client = await bus.clientWith('q', { respectsTTL: true });
    await client.provision('patient', { respectsTTL: false });
    await client.provision('#DEAD_MSG_QUEUE');
    for (const queue of ['q', 'patient']) {
      send(client, queue, `${queue} short`, 1_000);
      send(client, queue, `${queue} long`, 5_000);
      send(client, queue, `${queue} for ever`, 0);
      send(client, queue, `${queue} not eligible`, 1_000, false);
    }
    await until('all stored', () => client.acknowledged.length === 8);
    now += 1_000;
    await until('the sweep', () => bus.queue('q').depth === 2);
    expect(bus.queue('patient').depth).toBe(4);
    const [dead, ...others] = [...bus.queue('#DEAD_MSG_QUEUE').waiting()];
    expect([dead.deadReason, others]).toEqual(['expired in q', []]);
    const consumer = await client.consume('q');
    await consumer.received(2);
    expect(consumer.texts()).toEqual(['q long', 'q for ever']);
    expect(bus.events).toContainEqual({ kind: 'messageDead', queue: 'q', reason: 'expired', moved: false });
  });

  it('are not delivered late, also not before the sweep comes', async () => {
    let now = 1_800_000_000_000;
    await using bus = await GuaranteedBus.start({ now: () => now, limits: { sweepMs: 1_000_000 } });
    const client = await bus.clientWith('q', { respectsTTL: true });
    send(client, 'q', 'old', 1_000);
    send(client, 'q', 'fresh', 10_000);
    await until('both stored', () => client.acknowledged.length === 2);
    now += 2_000;
    const consumer = await client.consume('q');
    await consumer.received(1);
    expect(consumer.texts()).toEqual(['fresh']);
  });

  it('go to the queue that is named for them, with the reason, and stay there over a restart', async () => {
    const directory = tempDir('dead');
    const queues = [
      { vpn: 'default', name: 'orders', deadMessageQueue: 'orders/dead', maxRedelivery: 1, topics: ['o/>'] },
      { vpn: 'default', name: 'orders/dead' },
    ];
    {
      await using bus = await GuaranteedBus.start({ spool: diskSpool(directory), queues });
      const client = await bus.client();
      send(client, 'orders', 'poison', 0);
      send(client, 'orders', 'bad', 0);
      const consumer = await client.consume('orders', { requiredSettlementOutcomes: outcomes('FAILED', 'REJECTED') });
      consumer.onMessage = ({ text, message }) => message.settle(outcomes(text === 'bad' ? 'REJECTED' : 'FAILED')[0]);
      await until('both dead', () => bus.queue('orders/dead').depth === 2);
    }
    await using bus = await GuaranteedBus.start({ spool: diskSpool(directory), queues });
    expect([...bus.queue('orders').topics]).toEqual(['o/>']);
    const reasons = [...bus.queue('orders/dead').waiting()].map(({ deadReason }) => deadReason);
    expect(reasons.toSorted()).toEqual(['deliveredTooOften in orders', 'rejected in orders']);
    const client = await bus.client();
    const consumer = await client.consume('orders/dead');
    await consumer.received(2);
    expect(consumer.got.every(({ redelivered }) => !redelivered)).toBe(true);
  });

  it('count what a consumer left behind as deliveries', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { maxMessageRedelivery: 1 });
    await client.provision('#DEAD_MSG_QUEUE');
    send(client, 'q', 'a', 0);
    for (let round = 0; round < 2; round += 1) {
      const consumer = await client.consume('q');
      await consumer.received(1);
      await consumer.stop();
    }
    await until('its end', () => bus.queue('#DEAD_MSG_QUEUE').depth === 1);
    expect(bus.queue('q').depth).toBe(0);
  });
});
