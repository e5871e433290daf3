import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import { diskSpool } from '../../src/testing/disk-spool.js';
import { ID_STEP } from '../../src/guaranteed/queue/queue-store.js';
import { outcomes, until } from '../../src/testing/real-client.js';

describe('settlement', () => {
  it('delivers what failed again, in front of what comes after, marked and counted', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { maxMessageRedelivery: 10 });
    await bus.publish(client, 'q', ['a', 'b', 'c', 'd', 'e', 'f']);
    const consumer = await client.consume('q', { requiredSettlementOutcomes: outcomes('FAILED'), windowSize: 2 });
    let failures = 0;
    consumer.onMessage = ({ text, message }) => {
      const fails = text === 'b' && failures < 3;
      if (fails) failures += 1;
      message.settle(outcomes(fails ? 'FAILED' : 'ACCEPTED')[0]);
    };
    await consumer.received(9);
    await until('an empty queue', () => bus.queue('q').depth === 0);
    const seen = consumer.got.filter(({ text }) => text === 'b');
    expect(seen.map(({ redelivered, deliveryCount }) => [redelivered, deliveryCount])).toEqual([
      [false, 1],
      [true, 2],
      [true, 3],
      [true, 4],
    ]);
    expect(consumer.texts().filter((text) => text !== 'b')).toEqual(['a', 'c', 'd', 'e', 'f']);
    // With two messages under way the failed one overtakes all but the one that was out with it.
    expect(consumer.texts().indexOf('f')).toBeGreaterThan(5);
  });

  it('never gives what fails without end the id of a message of another queue', async () => {
    await using bus = await GuaranteedBus.start({ spool: diskSpool(tempDir()) });
    const client = await bus.clientWith('q');
    await client.provision('other');
    await bus.publish(client, 'q', ['fails']);
    await bus.publish(client, 'other', ['waits']);
    const consumer = await client.consume('q', { requiredSettlementOutcomes: outcomes('FAILED') });
    let failures = 0;
    consumer.onMessage = ({ message }) => {
      failures += 1;
      message.settle(outcomes('FAILED')[0]);
    };
    await until('as many failures as there are ids between two messages', () => failures > ID_STEP + 10, 60_000);
    const other = await client.consume('other');
    await other.received(1);
    expect(other.texts()).toEqual(['waits']);
    expect(bus.events).toEqual([]);
  });

  it('gives up on what failed too often, and drops or moves what is rejected', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q', { maxMessageRedelivery: 2 });
    await client.provision('#DEAD_MSG_QUEUE');
    for (const eligible of [true, false]) {
      for (const text of ['fails', 'is rejected']) {
        client.publish('q', `${text} ${eligible}`, (message) => message.setDMQEligible(eligible));
      }
    }
    const consumer = await client.consume('q', { requiredSettlementOutcomes: outcomes('FAILED', 'REJECTED') });
    consumer.onMessage = ({ text, message }) => {
      message.settle(outcomes(text.startsWith('fails') ? 'FAILED' : 'REJECTED')[0]);
    };
    await until('an empty queue', () => consumer.got.length >= 8 && bus.queue('q').depth === 0);
    expect(consumer.texts().filter((text) => text === 'fails true')).toHaveLength(3);
    const dead = [...bus.queue('#DEAD_MSG_QUEUE').waiting()].map(({ deadReason }) => deadReason);
    expect(dead.toSorted()).toEqual(['deliveredTooOften in q', 'rejected in q']);
    const undertaker = await client.consume('#DEAD_MSG_QUEUE');
    await undertaker.received(2);
    expect(undertaker.texts().toSorted()).toEqual(['fails true', 'is rejected true']);
    expect(bus.guaranteed.counters).toMatchObject({ deadMoved: 2, deadDropped: 2 });
  });

  it('gives what a consumer left open to the next one, marked, in order, and only that', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.clientWith('q');
    await bus.publish(client, 'q', ['a', 'b', 'c', 'd']);
    const first = await client.consume('q');
    await first.received(4);
    first.got[1].message.acknowledge();
    await until('the acknowledgement', () => bus.queue('q').depth === 3);
    await first.stop();
    const second = await client.consume('q');
    await second.received(3);
    expect(second.got.map(({ text, redelivered, deliveryCount }) => [text, redelivered, deliveryCount])).toEqual([
      ['a', true, 2],
      ['c', true, 2],
      ['d', true, 2],
    ]);
  });

  it('survives a reconnect: what the application still holds is not delivered twice, and its acknowledgement counts', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await bus.client({ clientName: 'consumer' });
    await client.provision('q');
    await bus.publish(client, 'q', ['a', 'b', 'c', 'd']);
    const consumer = await client.consume('q');
    await consumer.received(4);
    bus.running.broker.disconnect('default', 'consumer');
    await until('the reconnect', () => client.events.includes('RECONNECTED_NOTICE'));
    for (const { message } of consumer.got) message.acknowledge();
    await until('an empty queue', () => bus.queue('q').depth === 0);
    await bus.publish(client, 'q', ['e']);
    await consumer.received(5);
    expect(consumer.texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
