import { describe, expect, it } from '@jest/globals';
import { GuaranteedMessaging } from '../../src/index.js';
import type { GuaranteedLimits } from '../../src/index.js';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import {
  ackFrame,
  ask,
  Assured,
  assuredMessageFrame,
  assuredNumber,
  bindQueue,
  createQueue,
  headerNumber,
  name,
  openFlow,
  u8,
} from '../../src/testing/raw-assured.js';
import { RawClient } from '../../src/testing/raw-client.js';
import type { RawFrame } from '../../src/testing/raw-frames.js';
import { frame, tagParam } from '../../src/testing/raw-frames.js';
import { until } from '../../src/testing/real-client.js';

const [ACKED, ID] = [0x02, 0x11];
const isAck = ({ protocol, body }: RawFrame): boolean => protocol === 0x09 && body[1] === 3;

const start = async (limits: Partial<GuaranteedLimits>): Promise<[GuaranteedBus, RawClient]> => {
  const bus = await GuaranteedBus.start({ limits });
  return [bus, await RawClient.login(bus.port)];
};

/** Publishes to `q` and tells the answers as [last number, code]. */
async function publish(client: RawClient, payloads: readonly string[]): Promise<[number, number | null][]> {
  const { flowId } = await openFlow(client);
  for (const [index, payload] of payloads.entries()) {
    client.write(assuredMessageFrame('#P2P/QUE/q', payload, flowId, index + 1));
  }
  const answers = (): RawFrame[] => client.replies.filter(isAck);
  await until('all answers', () => answers().some((answer) => assuredNumber(answer, ACKED) === payloads.length));
  return answers().map((answer) => [assuredNumber(answer, ACKED), answer.code]);
}

async function subscribeQueue(client: RawClient, queue: string, topic: string, tag: number): Promise<RawFrame> {
  const names = [queue, topic].map((text) => Buffer.concat([Buffer.from([text.length + 1]), name(text)]));
  const head = Buffer.from([0x82, 0, 0, 0, 0, 0x0c]);
  const body = Buffer.concat([head, ...names]);
  body.writeUInt32BE(body.length, 1);
  client.write(frame(0x0f, [tagParam(tag)], body));
  return client.reply((reply) => reply.tag === tag);
}

describe('limits of guaranteed messaging', () => {
  it('on queues, temporary queues, flows of a client and of a queue', async () => {
    const [bus, client] = await start({
      maxQueues: 3,
      maxTemporaryQueuesPerClient: 1,
      maxFlowsPerClient: 4,
      maxFlowsPerQueue: 2,
    });
    await using _ = bus;
    const temporary = (queue: string): Promise<RawFrame> =>
      ask(client, Assured.bind, [
        [0x07, name(`#P2P/QTMP/v:devbroker/${queue}`)],
        [0x0b, u8(0)],
      ]);
    expect(await createQueue(client, 'a')).toMatchObject({ code: 200 });
    expect(await temporary('one')).toMatchObject({ code: 200 });
    expect(await temporary('two')).toMatchObject({ code: 503, text: 'No More Non-Durable Queue or TE' });
    expect(await createQueue(client, 'b')).toMatchObject({ code: 200 });
    expect(await createQueue(client, 'c')).toMatchObject({ code: 503, text: 'Max Endpoints Exceeded' });
    for (let count = 0; count < 2; count += 1) await bindQueue(client, 'a');
    await expect(bindQueue(client, 'a')).rejects.toThrow('Max clients exceeded for queue');
    await bindQueue(client, 'b');
    await expect(bindQueue(client, 'b')).rejects.toThrow('Out Of Resources');
    expect((await openFlow(client)).reply).toMatchObject({ code: 503 });
  });

  it('on messages, bytes of the whole spool, and the size of one message', async () => {
    const [bus, client] = await start({ maxMessages: 2, maxSpoolBytes: 2_000, maxMessageBytes: 1_000 });
    await using _ = bus;
    await createQueue(client, 'q');
    const big = 'x'.repeat(900);
    expect(await publish(client, [big, 'x'.repeat(1_100), big, big])).toEqual([
      [1, null],
      [2, 503],
      [3, null],
      [4, 503],
    ]);
    expect(bus.queue('q').depth).toBe(2);
  });

  it('on what one consumer leaves unacknowledged', async () => {
    const [bus, client] = await start({ maxUnackedPerFlow: 2 });
    await using _ = bus;
    await createQueue(client, 'q');
    await publish(client, ['a', 'b', 'c', 'd']);
    const flow = await bindQueue(client, 'q');
    await client.received(2);
    await client.settle();
    expect(client.payloads()).toEqual(['a', 'b']);
    const first = headerNumber(client.messages[0], ID);
    client.write(ackFrame(flow, first, 255, [[first, first]]));
    await client.received(3);
    await client.settle();
    expect(client.payloads()).toEqual(['a', 'b', 'c']);
  });

  it('on topics of a queue', async () => {
    const [bus, client] = await start({ maxSubscriptionsPerQueue: 2 });
    await using _ = bus;
    await createQueue(client, 'q');
    expect(await subscribeQueue(client, 'q', 'a', 71)).toMatchObject({ code: 200 });
    expect(await subscribeQueue(client, 'q', 'a', 72)).toMatchObject({ text: 'Subscription Already Exists' });
    expect(await subscribeQueue(client, 'q', 'b/>', 73)).toMatchObject({ code: 200 });
    expect(await subscribeQueue(client, 'q', 'c', 74)).toMatchObject({ text: 'Max Num Subscriptions Exceeded' });
    expect(await subscribeQueue(client, 'q', '#share/g/c', 75)).toMatchObject({ text: 'Subscription Parse Error' });
    expect(await subscribeQueue(client, 'none', 'c', 76)).toMatchObject({ text: 'Unknown Queue' });
  });

  it('on publisher flows that are remembered: the longest unused is forgotten', async () => {
    const [bus] = await start({ maxPublisherFlows: 2 });
    await using _ = bus;
    const names: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const client = await RawClient.login(bus.port);
      await createQueue(client, 'q');
      const flow = await openFlow(client);
      names.push(flow.flowName);
      client.write(assuredMessageFrame('#P2P/QUE/q', 'x', flow.flowId, 1));
      await client.reply(isAck);
      await client.end();
    }
    const client = await RawClient.login(bus.port);
    const last = [];
    for (const flowName of names.toReversed()) last.push((await openFlow(client, flowName)).lastId);
    expect(last).toEqual([1, 1, 0]);
  });

  it('on temporary queues in memory, and on how long they wait for their client', async () => {
    let now = 1_800_000_000_000;
    await using bus = await GuaranteedBus.start({
      now: () => now,
      limits: { maxTemporaryBytes: 500, temporaryLingerMs: 1_000, sweepMs: 5 },
    });
    const owner = await RawClient.login(bus.port, { clientName: 'owner' });
    const queue = '#P2P/QTMP/v:devbroker/one';
    await ask(owner, Assured.bind, [
      [0x07, name(queue)],
      [0x0b, u8(0)],
    ]);
    const client = await RawClient.login(bus.port);
    const { flowId } = await openFlow(client);
    client.write(assuredMessageFrame(queue, 'x'.repeat(300), flowId, 1));
    client.write(assuredMessageFrame(queue, 'x'.repeat(300), flowId, 2));
    await until('two answers', () => client.replies.filter(isAck).length === 2);
    expect(client.replies.filter(isAck).map(({ code }) => code)).toEqual([null, 503]);
    await owner.kill();
    now += 999;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bus.guaranteed.queues()).toHaveLength(1);
    now += 1_000;
    await until('its end', () => bus.guaranteed.queues().length === 0);
  });

  it('are checked', () => {
    for (const limits of [{ maxQueues: 0 }, { publisherWindow: 256 }, { sweepMs: 1.5 }]) {
      expect(() => new GuaranteedMessaging({ limits })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    }
    for (const queue of [
      { vpn: '', name: 'a' },
      { vpn: 'v', name: '' },
    ]) {
      const make = (): unknown => new GuaranteedMessaging({ queues: [queue] });
      expect(make).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    }
  });
});
