import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { keepAliveFrame } from '../src/testing/raw-frames.js';
import { nextEvent, runBroker } from '../src/testing/running-broker.js';

const DISCARD_INDICATION = 0x80;
const limits = { maxMessageBytes: 200_000, outputSoftBytes: 300_000, outputHardBytes: 600_000 };

describe('a client that reads too slowly', () => {
  it('loses direct messages, is told so, and holds nobody up', async () => {
    await using running = await runBroker({ limits });
    const slow = await RawClient.login(running.tcpPort, { clientName: 'slow' });
    const quick = await RawClient.login(running.tcpPort, { clientName: 'quick' });
    const publisher = await RawClient.login(running.tcpPort);
    await slow.subscribe('a');
    await quick.subscribe('a');
    slow.socket?.pause();
    const started = nextEvent(running.broker, 'discardStart');
    let sent = 0;
    while (running.broker.stats().discarded < 5) {
      publisher.publish('a', Buffer.alloc(100_000, sent));
      sent += 1;
      await quick.received(sent);
    }
    expect((await started)[0].clientName).toBe('slow');
    const waiting = running.broker.clients().find(({ clientName }) => clientName === 'slow')?.waitingBytes ?? 0;
    expect(waiting).toBeLessThan(limits.outputHardBytes);
    const discarded = running.broker.stats().discarded;
    const ended = nextEvent(running.broker, 'discardEnd');
    slow.socket?.resume();
    await slow.received(sent - discarded);
    publisher.publish('a', 'after the gap');
    publisher.publish('a', 'and on');
    await slow.received(sent - discarded + 2);
    expect((await ended)[1]).toBe(discarded);
    const marks = slow.messages.map((message) => message.flags & DISCARD_INDICATION);
    expect(marks.slice(-3)).toEqual([0, DISCARD_INDICATION, 0]);
    expect(marks.filter((mark) => mark !== 0)).toHaveLength(1);
    expect(quick.messages.every((message) => message.flags === 0)).toBe(true);
    expect(slow.payloads().slice(-2)).toEqual(['after the gap', 'and on']);
  });

  it('is disconnected above the hard bound', async () => {
    const tight = { maxMessageBytes: 1_000, outputSoftBytes: 1_000, outputHardBytes: 2_000 };
    await using running = await runBroker({ limits: tight });
    const client = await RawClient.login(running.tcpPort, { clientName: 'greedy' });
    const other = await RawClient.login(running.tcpPort);
    const end = running.nextEnd();
    // Answers are not discarded: more of them than the bound allows, asked for at once.
    client.write(Buffer.concat(Array.from({ length: 1000 }, keepAliveFrame)));
    expect(await end).toMatchObject({ code: 'OUTPUT_LIMIT' });
    await client.closed;
    await other.settle();
    expect(running.broker.stats().clients).toBe(1);
  });

  it('is waited for by publishers, so that a burst it can take is not discarded', async () => {
    await using running = await runBroker({ limits: { ...limits, maxStallMs: 10_000 } });
    const subscriber = await RawClient.login(running.tcpPort, { clientName: 'late' });
    const publisher = await RawClient.login(running.tcpPort);
    await subscriber.subscribe('a');
    subscriber.socket?.pause();
    // Far more than the system's socket buffers and the soft bound together can hold.
    const count = 300;
    for (let index = 0; index < count; index += 1) publisher.publish('a', Buffer.alloc(100_000, index));
    const waiting = (): number =>
      running.broker.clients().find((each) => each.clientName === 'late')?.waitingBytes ?? 0;
    while (waiting() * 2 <= limits.outputSoftBytes) await new Promise((resolve) => setImmediate(resolve));
    subscriber.socket?.resume();
    await subscriber.received(count);
    expect(running.broker.stats().discarded).toBe(0);
  });
});
