import { describe, expect, it } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import {
  ackFrame,
  ask,
  Assured,
  assuredFrame,
  assuredMessageFrame,
  assuredNumber,
  bindQueue,
  createQueue,
  headerNumber,
  name,
  openFlow,
  u32,
  u64,
} from '../../src/testing/raw-assured.js';
import { RawClient } from '../../src/testing/raw-client.js';
import { until } from '../../src/testing/real-client.js';

const [ACKED, ID, REDELIVERED] = [0x02, 0x11, 0x13];
const isAck = (frame: { protocol: number; body: Buffer }): boolean => frame.protocol === 0x09 && frame.body[1] === 3;

describe('frames of a publisher', () => {
  it('are numbered: a number that was there is acknowledged and dropped, also on a resumed flow', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    await createQueue(client, 'q');
    const { flowId, flowName, lastId } = await openFlow(client);
    expect([flowName.length, lastId]).toEqual([32, 0]);
    const send = (to: RawClient, flow: number, id: number): void =>
      to.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flow, id));
    for (const id of [1, 2, 3, 2, 3]) send(client, flowId, id);
    expect(assuredNumber(await client.reply(isAck), ACKED)).toBe(3);
    await client.kill();
    const again = await RawClient.login(bus.port);
    const resumed = await openFlow(again, flowName);
    expect([resumed.flowName, resumed.lastId]).toEqual([flowName, 3]);
    send(again, resumed.flowId, 3);
    expect(assuredNumber(await again.reply(isAck), ACKED)).toBe(3);
    for (const id of [2, 4]) send(again, resumed.flowId, id);
    expect(assuredNumber(await again.reply(isAck), ACKED)).toBe(4);
    expect(bus.queue('q').depth).toBe(4);
    expect(bus.guaranteed.counters).toMatchObject({ published: 4, duplicates: 4 });
  });

  it('are refused on their own, in order with those that are taken', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    await createQueue(client, 'q');
    const { flowId } = await openFlow(client);
    const queues = ['q', 'nowhere', 'q', 'q'];
    client.write(
      Buffer.concat(queues.map((queue, index) => assuredMessageFrame(`#P2P/QUE/${queue}`, 'x', flowId, index + 1))),
    );
    await until('three answers', () => client.replies.filter(isAck).length === 3);
    const answers = client.replies.filter(isAck).map((reply) => [assuredNumber(reply, ACKED), reply.code]);
    expect(answers).toEqual([
      [1, null],
      [2, 503],
      [4, null],
    ]);
  });

  it('on a flow that is not the client’s own end the connection', async () => {
    await using bus = await GuaranteedBus.start();
    const owner = await RawClient.login(bus.port);
    const { flowId } = await openFlow(owner);
    const client = await RawClient.login(bus.port);
    const end = bus.running.nextEnd();
    client.write(assuredMessageFrame('t', 'x', flowId, 1));
    expect(await end).toMatchObject({ code: 'MALFORMED_FRAME', detail: expect.stringContaining('unknown flow') });
  });

  it('a flow belongs to its user', async () => {
    const users = ['a', 'b'].map((username) => ({ vpn: 'default', username, password: 'p' }));
    await using bus = await GuaranteedBus.start({}, { users });
    const [a, b] = [
      await RawClient.login(bus.port, { username: 'a', password: 'p' }),
      await RawClient.login(bus.port, { username: 'b', password: 'p' }),
    ];
    const { flowName } = await openFlow(a);
    expect((await openFlow(b, flowName)).reply).toMatchObject({ code: 503, text: 'Unknown Flow Name' });
  });
});

describe('frames of a consumer', () => {
  it('acknowledge ranges, again and again, from below the first and beyond the last', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    await createQueue(client, 'q');
    for (let index = 0; index < 6; index += 1) {
      client.publish('unused', '');
    }
    const { flowId } = await openFlow(client);
    for (let id = 1; id <= 6; id += 1) client.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flowId, id));
    const consumer = await bindQueue(client, 'q');
    const ids = (await client.received(6)).map((message) => headerNumber(message, ID));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    client.write(ackFrame(consumer, ids[5], 255, [[0, ids[1]]]));
    client.write(
      ackFrame(consumer, ids[5], 255, [
        [0, ids[1]],
        [ids[3], ids[3]],
      ]),
    );
    client.write(ackFrame(consumer, ids[5], 255, [[ids[3], ids[3]]]));
    await client.settle();
    expect(bus.queue('q')).toMatchObject({ depth: 3, unacked: 3, acknowledged: 3 });
    client.write(ackFrame(consumer, ids[5], 255, [[0, ids[5] + 1_000_000]]));
    await client.settle();
    expect(bus.queue('q')).toMatchObject({ depth: 0, unacked: 0, acknowledged: 6 });
  });

  it('an id is the message’s for good: an old acknowledgement on a new flow hits what it meant, or nothing', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    await createQueue(client, 'q', 2);
    const { flowId } = await openFlow(client);
    for (let id = 1; id <= 3; id += 1) client.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flowId, id));
    const first = await bindQueue(client, 'q');
    const ids = (await client.received(3)).map((message) => headerNumber(message, ID));
    client.write(ackFrame(first, ids[2], 255, [[ids[0], ids[0], 1]]));
    await client.received(4);
    const renamed = headerNumber(client.messages[3], ID);
    expect([renamed > ids[2], headerNumber(client.messages[3], REDELIVERED)]).toEqual([true, 0]);
    expect(client.payloads()[3]).toBe('m1');
    await ask(client, Assured.unbind, [[0x06, u32(first)]]);
    const second = await bindQueue(client, 'q');
    await client.received(7);
    expect(client.messages.slice(4).map((message) => headerNumber(message, ID))).toEqual([ids[1], ids[2], renamed]);
    client.write(ackFrame(second, 0, 255, [[ids[0], ids[1]]]));
    await client.settle();
    expect(bus.queue('q').depth).toBe(2);
  });

  it('with a window of two get two at a time', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    await createQueue(client, 'q');
    const { flowId } = await openFlow(client);
    for (let id = 1; id <= 5; id += 1) client.write(assuredMessageFrame('#P2P/QUE/q', `m${id}`, flowId, id));
    const consumer = await bindQueue(client, 'q', 2);
    await client.received(2);
    await client.settle();
    expect(client.payloads()).toEqual(['m1', 'm2']);
    client.write(ackFrame(consumer, headerNumber(client.messages[0], ID), 2));
    await client.received(3);
    await client.settle();
    expect(client.payloads()).toEqual(['m1', 'm2', 'm3']);
    client.write(ackFrame(consumer, headerNumber(client.messages[2], ID), 0));
    await client.settle();
    expect(client.payloads()).toHaveLength(3);
  });

  it('that ask for what is not there are told so, and unknown requests are refused', async () => {
    await using bus = await GuaranteedBus.start();
    const client = await RawClient.login(bus.port);
    expect(await ask(client, Assured.bind, [[0x07, name('none')]])).toMatchObject({ code: 503, text: 'Unknown Queue' });
    expect(await ask(client, Assured.delete, [[0x07, name('none')]])).toMatchObject({ code: 503 });
    expect(await ask(client, Assured.create, [[0x07, name('bad*name')]])).toMatchObject({ code: 400 });
    expect(await ask(client, 0x0b, [])).toMatchObject({ code: 503, text: 'Service Unavailable' });
    expect(await ask(client, Assured.unbind, [[0x06, u32(99)]])).toMatchObject({ code: 200 });
    const end = bus.running.nextEnd();
    client.write(
      assuredFrame(Assured.clientAck, null, [
        [0x06, u32(1)],
        [0x05, u64(1)],
      ]),
    );
    expect(await end).toMatchObject({ code: 'MALFORMED_FRAME' });
  });
});
