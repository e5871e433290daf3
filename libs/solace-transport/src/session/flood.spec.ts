import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, until } from '../../test/bus.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

/** Beyond what the run itself needs: a flood that is kept somewhere would be ten times as much. */
const MEMORY_BYTES = 200_000_000;

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a flood without pacing', () => {
  it('of direct messages is delivered or refused or told as a gap, one by one, in bounded memory', async () => {
    const publisher = await bus.session({ sendBufferMaxBytes: 65_536 });
    const subscriber = await bus.session();
    const payload = Buffer.alloc(2_000);
    let [received, accepted, refused, most] = [0, 0, 0, 0];
    await subscriber.subscribe(bus.topic('flood'), () => void received++);
    const before = memory();
    for (let n = 0; n < 60_000; n++) {
      if (publisher.tryPublish(bus.topic('flood'), payload) === undefined) accepted++;
      else refused++;
      if (n % 6_000 > 0) continue;
      most = Math.max(most, memory() - before);
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A busy machine may make the subscriber so slow that the broker drops for it; it counts each.
    const dropped = (): number => bus.broker?.stats().discarded ?? 0;
    await until('all that was accepted', () => received + dropped() === accepted, 45_000);
    expect(received + dropped() + refused).toBe(60_000);
    expect([publisher.metrics.sent, publisher.metrics.refused]).toEqual([accepted, refused]);
    expect(refused).toBeGreaterThan(0);
    expect(most).toBeLessThan(MEMORY_BYTES);
  }, 60_000);

  it('of guaranteed messages is stored or refused, one by one, in bounded memory', async () => {
    const session = await bus.session({ guaranteed: { maxMessages: 1_000, maxBytes: 1_000_000 } });
    const queue = bus.queue('flood');
    await session.queues.provision(queue, { access: 'shared' });
    const consumer = session.queues.consumer({ queue }, (message) => message.settle('accepted'));
    await consumer.start();
    const payload = Buffer.alloc(2_000);
    let [stored, most] = [0, 0];
    const codes = new Map<string, number>();
    const sends: Promise<void>[] = [];
    const before = memory();
    for (let n = 0; n < 20_000; n++) {
      const send = session.publishGuaranteed({ queue }, payload).then(
        () => void stored++,
        ({ code }: { code: string }) => void codes.set(code, (codes.get(code) ?? 0) + 1),
      );
      sends.push(send);
      if (n % 500 === 0) {
        most = Math.max(most, memory() - before);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await Promise.all(sends);
    expect([...codes.keys()]).toEqual(['TRANSPORT_FULL']);
    expect(stored + codes.get('TRANSPORT_FULL')!).toBe(20_000);
    await until('all that was stored', () => session.metrics.received === stored);
    expect(session.metrics.acknowledged).toBe(stored);
    expect(most).toBeLessThan(MEMORY_BYTES);
    await consumer.close();
  });
});
