import { describe, expect, it, jest } from '@jest/globals';
import { GuaranteedBus } from '../../src/testing/guaranteed-bus.js';
import type { GuaranteedOptions } from '../../src/index.js';
import { HeldSpool } from '../../src/testing/held-spool.js';
import { ackFrame, Assured, assuredFrame, assuredMessageFrame, assuredNumber } from '../../src/testing/raw-assured.js';
import { bindQueue, createQueue, headerNumber, openFlow, u32 } from '../../src/testing/raw-assured.js';
import { RawClient } from '../../src/testing/raw-client.js';
import type { RawFrame } from '../../src/testing/raw-frames.js';
import { until } from '../../src/testing/real-client.js';
import { TcpLink } from '../../src/transport/tcp-link.js';

const [ACKED, ID] = [0x02, 0x11];
const FAILED = 1;

/** A broker on a spool whose commits the test ends, and a publisher to its queue `q`. */
async function start(options: GuaranteedOptions = {}) {
  const spool = new HeldSpool();
  const bus = await GuaranteedBus.start({ ...options, spool });
  const client = await RawClient.login(bus.port);
  await createQueue(client, 'q');
  const { flowId } = await openFlow(client);
  spool.held = true;
  const publish = (id: number, text = `m${id}`): void =>
    client.write(assuredMessageFrame('#P2P/QUE/q', text, flowId, id));
  const answers = (): [number, number | null][] =>
    client.replies.filter(isAck).map((answer) => [assuredNumber(answer, ACKED), answer.code]);
  return { spool, bus, client, publish, answers };
}

const isAck = ({ protocol, body }: RawFrame): boolean => protocol === 0x09 && body[1] === 3;

describe('a commit that takes its time', () => {
  it('does not hold up direct messages', async () => {
    const { spool, bus, client, publish, answers } = await start();
    await using _ = bus;
    const other = await RawClient.login(bus.port);
    await other.subscribe('prices/>');
    await bindQueue(other, 'q');
    publish(1);
    await until('the commit', () => spool.waits);
    for (let count = 0; count < 3; count += 1) client.publish('prices/x', `direct ${count}`);
    await other.received(3);
    expect(other.payloads()).toEqual(['direct 0', 'direct 1', 'direct 2']);
    expect([spool.waits, answers()]).toEqual([true, []]);
    spool.letGo();
    await other.received(4);
    expect(other.payloads()[3]).toBe('m1');
    await until('the acknowledgement', () => answers().length === 1);
  });

  it('acknowledges and delivers what is in it, and nothing that came later', async () => {
    const { spool, bus, client, publish, answers } = await start();
    await using _ = bus;
    const consumer = await RawClient.login(bus.port);
    await bindQueue(consumer, 'q');
    publish(1);
    await until('the first commit', () => spool.waits);
    for (const id of [2, 3]) publish(id);
    await client.settle();
    spool.release();
    await until('the second commit', () => spool.waits);
    await client.settle();
    expect([answers(), bus.queue('q').depth]).toEqual([[[1, null]], 3]);
    expect(consumer.payloads()).toEqual([]);
    spool.letGo();
    await consumer.received(3);
    expect(consumer.payloads()).toEqual(['m1', 'm2', 'm3']);
    expect(answers()).toEqual([
      [1, null],
      [3, null],
    ]);
  });

  it('answers a publisher that comes back with what is stored, not with what is on its way', async () => {
    const { spool, bus, client } = await start();
    await using _ = bus;
    spool.letGo();
    const { flowId, flowName } = await openFlow(client);
    spool.held = true;
    client.write(assuredMessageFrame('#P2P/QUE/q', 'm1', flowId, 1));
    await until('the commit', () => spool.waits);
    await client.kill();
    const again = await RawClient.login(bus.port);
    let resumed: number | null = null;
    const opening = openFlow(again, flowName).then(({ lastId }) => (resumed = lastId));
    await again.settle();
    expect(resumed).toBeNull();
    spool.letGo();
    await opening;
    expect(resumed).toBe(1);
  });

  it('keeps a message that is renamed twice meanwhile, with little memory', async () => {
    const { spool, bus, client, publish } = await start({ limits: { maxHeldBytes: 1 } });
    await using _ = bus;
    spool.letGo();
    publish(1);
    const flows = [await bindQueue(client, 'q'), await bindQueue(client, 'q'), await bindQueue(client, 'q')];
    await client.received(1);
    spool.held = true;
    const idOf = (index: number): number => headerNumber(client.messages[index], ID);
    const fail = (index: number): void =>
      client.write(ackFrame(flows[0], idOf(index), 255, [[idOf(index), idOf(index), FAILED]]));
    fail(0);
    await until('the commit of the first new id', () => spool.waits);
    await client.received(2);
    fail(1);
    await client.received(3);
    spool.release();
    await until('the commit of the second new id', () => spool.waits);
    const unbind = (flowId: number): void => client.write(assuredFrame(Assured.unbind, 7, [[0x06, u32(flowId)]]));
    unbind(flows[0]);
    await client.received(4);
    unbind(flows[1]);
    await client.received(5);
    expect(client.payloads()).toEqual(Array.from({ length: 5 }, () => 'm1'));
    expect(bus.events).toEqual([]);
    spool.letGo();
  });

  it('leaves nothing behind of a message to a queue that goes meanwhile', async () => {
    const { spool, bus, client, publish } = await start();
    await using _ = bus;
    publish(1);
    await until('the commit', () => spool.waits);
    client.write(assuredFrame(Assured.delete, 8, [[0x07, Buffer.from('q\0')]]));
    await client.settle();
    spool.letGo();
    await client.reply(({ tag }) => tag === 8);
    expect(bus.guaranteed.stats()).toMatchObject({ queues: 0, messages: 0, bytes: 0 });
  });
});

describe('a disk that falls behind', () => {
  it('makes publishers wait, and go on once it has caught up', async () => {
    const { spool, bus, publish, answers } = await start({ limits: { maxWaitingBytes: 5_000 } });
    await using _ = bus;
    const paused = jest.spyOn(TcpLink.prototype, 'pause');
    const resumed = jest.spyOn(TcpLink.prototype, 'resume');
    try {
      publish(1, 'x'.repeat(6_000));
      await until('the pause', () => paused.mock.calls.length > 0 && spool.waits);
      const before = resumed.mock.calls.length;
      spool.letGo();
      await until('the acknowledgement', () => answers().length === 1);
      expect(resumed.mock.calls.length).toBeGreaterThan(before);
    } finally {
      paused.mockRestore();
      resumed.mockRestore();
    }
    publish(2);
    await until('the next', () => answers().length === 2);
  });

  it('refuses what would wait beyond twice the bound', async () => {
    const { spool, bus, client, publish, answers } = await start({ limits: { maxWaitingBytes: 5_000 } });
    await using _ = bus;
    for (let id = 1; id <= 30; id += 1) publish(id, 'x'.repeat(1_000));
    await until('the first commit', () => spool.waits);
    await client.settle();
    const { published, refused } = bus.guaranteed.stats();
    expect(published + refused).toBe(30);
    expect(bus.queue('q').bytes).toBeLessThan(2 * 5_000 + 1_200);
    spool.letGo();
    await until('all answers', () => answers().at(-1)?.[0] === 30);
    const codes = answers().map(([, code]) => code);
    expect(codes.filter((code) => code === 503)).toHaveLength(refused);
    expect(bus.queue('q').depth).toBe(published);
    publish(31);
    await until('the next', () => answers().at(-1)?.[0] === 31);
    expect(answers().at(-1)).toEqual([31, null]);
  });

  it('has stored everything when the broker has stopped', async () => {
    const { spool, bus, client, publish } = await start();
    publish(1);
    await until('the first commit', () => spool.waits);
    publish(2);
    await client.settle();
    const stopping = bus[Symbol.asyncDispose]();
    await client.end();
    spool.letGo();
    await stopping;
    expect(spool.load().messages).toHaveLength(2);
  });
});
