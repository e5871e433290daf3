import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { contents, guaranteedSession } from './support/guaranteed.js';
import { TestBus, until } from './support/suite.js';

const PAYLOAD_BYTES = 8_192;
const DIRECT = 20_000;
const GUARANTEED = 12_000;
/** In use beyond what was before: half of the smaller flood. One that is kept somewhere would show. */
const MEMORY_BYTES = (GUARANTEED * PAYLOAD_BYTES) / 2;
/** What has not come by now was dropped: nothing has come for so long. */
const SILENCE_MS = 3_000;

const payload = (n: number): Buffer => {
  const bytes = Buffer.alloc(PAYLOAD_BYTES);
  bytes.writeUInt32BE(n);
  return bytes;
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Without the garbage, of which a flood makes more than it ever keeps. */
function memory(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The most that was in use beyond the beginning. */
class MemoryWatch {
  private readonly before = memory();
  mostBytes = 0;

  look(): void {
    this.mostBytes = Math.max(this.mostBytes, memory() - this.before);
  }
}

/** Messages between two turns of the sockets: more than the bounds of a sender, and than the buffers of a kernel, hold. */
const BURST = 2_000;

/** The turns that sockets need, and ten looks at the memory. */
async function between(n: number, count: number, watch: MemoryWatch): Promise<void> {
  if (n % BURST === 0) await new Promise((resolve) => setImmediate(resolve));
  if (n % (count / 10) === 0) watch.look();
}

/** Until the count stands at what was wanted, or stands still. */
async function settled(count: () => number, wanted: number): Promise<void> {
  let [last, since] = [-1, performance.now()];
  while (count() < wanted && performance.now() - since < SILENCE_MS) {
    if (count() !== last) [last, since] = [count(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Numbers that came, each at most once and in their order. */
class Arrivals {
  count = 0;
  last = -1;
  disorder = 0;

  readonly take = ({ payload: bytes }: { readonly payload: Buffer }): void => {
    const n = bytes.readUInt32BE();
    if (n <= this.last) this.disorder++;
    this.last = n;
    this.count++;
  };
}

/** A flood leaves the sockets of this process few turns: on a slow machine none within the usual three keep-alives. */
const PATIENT = { keepAliveIntervalMs: 30_000 };

let bus: TestBus;
let session: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  ({ session } = await guaranteedSession(bus));
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a flood without pacing', () => {
  it('of direct messages is delivered, or refused one by one, or told as a gap, in bounded memory', async () => {
    // A proxy in this process reads between bursts alone: a broker of its own may keep up with all that a sender makes.
    const { url } = await bus.proxy();
    const publisher = await bus.session({ ...PATIENT, url, sendBufferMaxBytes: 262_144 });
    const subscriber = await bus.session(PATIENT);
    const arrivals = new Arrivals();
    await subscriber.subscribe(bus.topic('flood'), arrivals.take);
    const watch = new MemoryWatch();
    let [accepted, refused] = [0, 0];
    const codes = new Set<string>();
    for (let n = 0; n < DIRECT; n++) {
      const refusal = publisher.tryPublish(bus.topic('flood'), payload(n));
      if (refusal === undefined) accepted++;
      else {
        refused++;
        codes.add(refusal.code);
      }
      await between(n, DIRECT, watch);
    }
    await settled(() => arrivals.count, accepted);
    watch.look();
    expect([...codes]).toEqual(['TRANSPORT_FULL']);
    expect([publisher.metrics.sent, publisher.metrics.refused]).toEqual([accepted, refused]);
    expect(accepted + refused).toBe(DIRECT);
    expect(arrivals.disorder).toBe(0);
    expect(watch.mostBytes).toBeLessThan(MEMORY_BYTES);
    const missing = accepted - arrivals.count;
    // A broker drops for a client that reads too slowly. It says so with the next message that gets through.
    if (missing > 0) {
      await until('what comes after the gap', () => {
        publisher.tryPublish(bus.topic('flood'), payload(0xffff_ffff));
        return arrivals.last === 0xffff_ffff;
      });
      expect(subscriber.metrics.discards).toBeGreaterThan(0);
    } else expect(subscriber.metrics.discards).toBe(0);
    // The embedded broker counts what it dropped.
    if (bus.broker !== undefined) expect(bus.broker.stats().discarded).toBe(missing);
  });

  it('of direct messages that are paced by the drain event loses nothing but what a gap tells', async () => {
    const publisher = await bus.session({ sendBufferMaxBytes: 65_536 });
    const subscriber = await bus.session();
    const arrivals = new Arrivals();
    await subscriber.subscribe(bus.topic('paced'), arrivals.take);
    for (let n = 0; n < 5_000; n++) {
      while (publisher.tryPublish(bus.topic('paced'), payload(n)) !== undefined) await publisher.whenWritable(15_000);
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await settled(() => arrivals.count, 5_000);
    expect(arrivals.disorder).toBe(0);
    if (subscriber.metrics.discards === 0) expect(arrivals.count).toBe(5_000);
  });

  it('of guaranteed messages is stored or refused, one by one, and all that was stored is received', async () => {
    const publisher = await bus.session({ ...PATIENT, guaranteed: { maxMessages: 500, maxBytes: 4_000_000 } });
    const queue = bus.queue('flood');
    // Without it the queue itself would keep the flood while its consumer is slow.
    await publisher.queues.provision(queue, { access: 'shared', quotaMb: 8, refuseWhenFull: true });
    const arrivals = new Arrivals();
    const consumer = publisher.queues.consumer({ queue }, (message) => {
      arrivals.take(message);
      message.settle('accepted');
    });
    await consumer.start();
    const watch = new MemoryWatch();
    let stored = 0;
    const codes = new Map<string, number>();
    const sends: Promise<void>[] = [];
    for (let n = 0; n < GUARANTEED; n++) {
      const send = publisher.publishGuaranteed({ queue }, payload(n)).then(
        () => void stored++,
        ({ code }: { code: string }) => void codes.set(code, (codes.get(code) ?? 0) + 1),
      );
      sends.push(send);
      await between(n, GUARANTEED, watch);
    }
    await Promise.all(sends);
    watch.look();
    const { TRANSPORT_FULL: full = 0, PUBLISH_REJECTED: overQuota = 0, ...others } = Object.fromEntries(codes);
    expect([full > 0, others]).toEqual([true, {}]);
    expect(stored + full + overQuota).toBe(GUARANTEED);
    expect([publisher.metrics.refused, publisher.metrics.rejected]).toEqual([full, overQuota]);
    await until('all that was stored', () => arrivals.count >= stored);
    expect([arrivals.count, arrivals.disorder, publisher.metrics.acknowledged]).toEqual([stored, 0, stored]);
    expect(watch.mostBytes).toBeLessThan(MEMORY_BYTES);
    await consumer.close();
    expect(await contents(session, queue)).toEqual([]);
  });
});
