import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { MemorySpool } from '../../src/index.js';
import type { Spool } from '../../src/index.js';
import { diskSpool } from '../../src/testing/disk-spool.js';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import {
  ackFrame,
  assuredMessageFrame,
  bindQueue,
  createQueue,
  headerNumber,
  openFlow,
} from '../../src/testing/raw-assured.js';
import { RawClient } from '../../src/testing/raw-client.js';
import { outcomes, until } from '../../src/testing/real-client.js';

const series = (count: number): string[] => Array.from({ length: count }, (_, index) => `m${index}`);
const [ID, REDELIVERED] = [0x11, 0x13];

/** Each gives a spool for the first start, and for every further one. */
const spools: Record<string, () => () => Spool> = {
  memory: () => {
    const spool = new MemorySpool();
    return () => spool;
  },
  disk: () => {
    const directory = tempDir('restart');
    return () => diskSpool(directory);
  },
};

describe.each(Object.entries(spools))('a restart with the spool in/on %s', (_name, make) => {
  it('keeps queues, topics, messages in order, and what was delivered', async () => {
    const spool = make();
    {
      await using bus = await GuaranteedBus.start({ spool: spool() });
      const client = await bus.clientWith('q', { accessType: 'NONEXCLUSIVE' });
      const consumer = await client.consume('q', { windowSize: 1 });
      await consumer.subscribe('t/>');
      await bus.publish(client, 'q', series(3));
      await bus.publish(client, 'topic:t/x', ['by topic']);
      await consumer.received(4);
      consumer.got[1].message.acknowledge();
      await until('the acknowledgement', () => bus.queue('q').depth === 3);
    }
    await using bus = await GuaranteedBus.start({ spool: spool() });
    expect(bus.queue('q').definition.access).toBe('nonExclusive');
    const client = await bus.client();
    const consumer = await client.consume('q');
    await consumer.received(3);
    expect(consumer.got.map(({ text, redelivered, deliveryCount }) => [text, redelivered, deliveryCount])).toEqual([
      ['m0', true, 2],
      ['m2', true, 2],
      ['by topic', true, 2],
    ]);
    await bus.publish(client, 'topic:t/y', ['after']);
    expect((await consumer.received(4))[3]).toMatchObject({ text: 'after', redelivered: false });
  });

  it('keeps the last number of a publisher, and gives no id twice', async () => {
    const spool = make();
    let flowName = '';
    let ids: number[] = [];
    {
      await using bus = await GuaranteedBus.start({ spool: spool() });
      const client = await RawClient.login(bus.port);
      await createQueue(client, 'q');
      const flow = await openFlow(client);
      flowName = flow.flowName;
      for (let id = 1; id <= 3; id += 1) client.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flow.flowId, id));
      const consumer = await bindQueue(client, 'q');
      ids = (await client.received(3)).map((message) => headerNumber(message, ID));
      client.write(ackFrame(consumer, ids[2], 255, [[0, ids[2]]]));
      await client.settle();
    }
    await using bus = await GuaranteedBus.start({ spool: spool() });
    const client = await RawClient.login(bus.port);
    const { flowId, lastId } = await openFlow(client, flowName);
    expect(lastId).toBe(3);
    for (const id of [2, 3, 4]) client.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flowId, id));
    const consumer = await bindQueue(client, 'q');
    const [message] = await client.received(1);
    expect(message.body.toString()).toBe('m4');
    expect(headerNumber(message, ID)).toBeGreaterThan(ids[2]);
    expect(headerNumber(message, REDELIVERED)).toBe(-1);
    client.write(ackFrame(consumer, 0, 255, [[0, ids[2]]]));
    await client.settle();
    expect(bus.queue('q').depth).toBe(1);
  });
});

describe('a spool with little memory', () => {
  it('reads messages back, also those that fail and are renamed', async () => {
    await using bus = await GuaranteedBus.start({
      spool: diskSpool(tempDir('little')),
      limits: { maxHeldBytes: 1 },
    });
    const client = await bus.clientWith('q');
    await bus.publish(client, 'q', series(200));
    const consumer = await client.consume('q', { requiredSettlementOutcomes: outcomes('FAILED'), windowSize: 20 });
    // Not more of them: the client bears no more than 64 changes of the outcome in one of its acknowledgements.
    const fails = (text: string): boolean => Number(text.slice(1)) % 10 === 0;
    consumer.onMessage = ({ text, message, redelivered }) => {
      message.settle(outcomes(redelivered || !fails(text) ? 'ACCEPTED' : 'FAILED')[0]);
    };
    await until('an empty queue', () => consumer.got.length === 220 && bus.queue('q').depth === 0);
    expect(consumer.texts().toSorted()).toEqual([...series(200), ...series(200).filter(fails)].toSorted());
    expect(bus.events).toEqual([]);
  });
});

describe('a spool that fails', () => {
  it('acknowledges nothing meanwhile, refuses what comes, and goes on', async () => {
    const spool = new MemorySpool();
    const commit = spool.commit.bind(spool);
    let failing = false;
    spool.commit = (changes) => {
      if (failing) throw new Error('disk full');
      commit(changes);
    };
    await using bus = await GuaranteedBus.start({ spool, limits: { commitRetryMs: 20 } });
    const client = await bus.clientWith('q');
    failing = true;
    client.publish('q', 'a');
    await until('the failure', () => bus.events.some(({ kind }) => kind === 'spoolFailed'));
    client.publish('q', 'b');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([client.acknowledged, client.rejected]).toEqual([[], []]);
    failing = false;
    await until('answers', () => client.acknowledged.length + client.rejected.length === 2);
    expect(client.acknowledged).toEqual(['a']);
    await bus.publish(client, 'q', ['c']);
    const consumer = await client.consume('q');
    await consumer.received(2);
    expect(consumer.texts()).toEqual(['a', 'c']);
    expect(bus.events.at(-1)).toEqual({ kind: 'spoolRecovered' });
  });
});
