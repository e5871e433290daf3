import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { NO_INSTRUCTIONS } from '@bourseworks/domain';
import type { Metrics } from '@bourseworks/observability';
import type { OrderEvent } from '@bourseworks/order-engine';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { OmsClock } from '../core/oms-clock.js';
import { silent } from '../testing/oms.js';
import type { ArchiveRequest, EventArchive } from './event-archive.js';
import { EventPublisher } from './event-publisher.js';
import type { EventPage } from './event-window.js';
import { orderEventShape } from './order-event-shape.js';

type ArchiveQuery = Omit<ArchiveRequest, 'id'>;

function event(strategy: string, streamSequence: number): OrderEvent {
  const names = { account: 'A', strategy, clOrdId: 'c', execType: 'New', ordStatus: 'New' };
  const numbers = { sequence: streamSequence, streamSequence, us: 1, quantityText: '1' };
  return { ...names, ...numbers, instructions: NO_INSTRUCTIONS } as unknown as OrderEvent;
}

/** A broker that takes guaranteed messages, or refuses them while it is told to. */
class Broker extends EventEmitter {
  readonly publisherStatus = 'RECONNECTING';
  readonly sent: [number, unknown][] = [];
  refusing: ((sequence: number) => boolean) | undefined;

  readonly publishGuaranteed = (_topic: string, payload: Uint8Array, { ttlMs }: { ttlMs: number }): Promise<void> => {
    const { sequence } = JSON.parse(Buffer.from(payload).toString()) as OrderEvent;
    this.sent.push([sequence, ttlMs]);
    if (this.refusing?.(sequence) !== true) return Promise.resolve();
    return Promise.reject(Object.assign(new Error('no'), { code: 'PUBLISH_NOT_SENT' }));
  };

  get sequences(): number[] {
    return this.sent.splice(0).map(([sequence]) => sequence);
  }
}

function publisherTo(broker: Broker, archive: Partial<EventArchive> = {}) {
  const counts = new Map<string, number>();
  const metrics = { counter: (name: string) => ({ inc: () => counts.set(name, (counts.get(name) ?? 0) + 1) }) };
  const session = broker as unknown as SolaceSession;
  const clock = new OmsClock();
  const publisher = new EventPublisher(session, silent, metrics as unknown as Metrics, archive as EventArchive, clock);
  const through: number[] = [];
  publisher.onProgress = (sequence) => void through.push(sequence);
  return { publisher, counts, through };
}

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('EventPublisher after a restart', () => {
  it('repeats the last event of each stream once where nothing is known of what was published', async () => {
    const broker = new Broker();
    const { publisher, through } = publisherTo(broker);
    for (const [strategy, sequence] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      publisher.replayed(event(strategy, sequence));
    publisher.begin(undefined, 4);
    expect(broker.sequences).toEqual([]);
    publisher.resume();
    await publisher.settled();
    expect([broker.sequences, through.at(-1)]).toEqual([[2, 3], 4]);
    publisher.resume();
    expect(broker.sequences).toEqual([]);
    publisher.onModuleDestroy();
  });

  it('publishes every event after what is known to be out, and no other', async () => {
    const broker = new Broker();
    const { publisher, through } = publisherTo(broker);
    for (let i = 1; i <= 1_000; i++) publisher.replayed(event('a', i));
    publisher.begin(300, 1_000);
    publisher.publish(event('a', 1_001));
    publisher.resume();
    await publisher.settled();
    expect(broker.sequences).toEqual([1_001, ...Array.from({ length: 700 }, (_, i) => 301 + i)]);
    expect(through[0]).toBe(300);
    expect(through.at(-1)).toBe(1_001);
    publisher.onModuleDestroy();
  });

  it('takes from the archive what a snapshot stands for', async () => {
    const broker = new Broker();
    const asked: unknown[] = [];
    const find = (query: ArchiveQuery): Promise<EventPage> => {
      asked.push([query.filter.afterSequence, query.throughSequence]);
      const after = query.filter.afterSequence ?? 0;
      const shapes = [7, 8, 9, 11].filter((sequence) => sequence > after).map((n) => orderEventShape(event('a', n)));
      return Promise.resolve({ events: shapes.slice(0, 2), more: shapes.length > 2 });
    };
    const { publisher } = publisherTo(broker, { find });
    publisher.restored(10, [['A/a', 4]]);
    publisher.replayed(event('a', 11));
    publisher.begin(6, 11);
    publisher.resume();
    await publisher.settled();
    expect([broker.sequences, asked]).toEqual([
      [7, 8, 9, 11],
      [
        [6, 11],
        [8, 11],
      ],
    ]);
    expect(publisher.publishedThrough).toBe(11);
    expect(publisher.window.holds({ account: 'A', strategy: 'a', afterStreamSequence: 3 })).toBe(false);
    expect(publisher.window.holds({ account: 'A', strategy: 'a', afterStreamSequence: 4 })).toBe(true);
    publisher.onModuleDestroy();
  });
});

describe('EventPublisher over an outage', () => {
  it('repeats what the broker did not take, in order, and not before it is there again', async () => {
    const broker = new Broker();
    const { publisher, counts, through } = publisherTo(broker);
    broker.refusing = (sequence) => sequence > 1;
    for (let i = 1; i <= 3; i++) publisher.publish(event('a', i));
    await quiet();
    expect([broker.sequences, through.at(-1)]).toEqual([[1, 2, 3], 1]);
    broker.refusing = undefined;
    broker.emit('publisher', 'RECONNECTING');
    await quiet();
    expect(broker.sequences).toEqual([]);
    broker.emit('publisher', 'UP');
    broker.emit('publisher', 'UP');
    await publisher.settled();
    expect(broker.sent).toEqual([2, 3].map((sequence) => [sequence, 3_600_000]));
    expect([[...counts.values()], through.at(-1)]).toEqual([[3, 2], 3]);
    publisher.onModuleDestroy();
  });

  it('offers what was refused again after a while, without any notice', async () => {
    const broker = new Broker();
    const { publisher } = publisherTo(broker);
    broker.refusing = () => true;
    for (let i = 1; i <= 3; i++) publisher.publish(event('a', i));
    await quiet();
    broker.refusing = undefined;
    await publisher.settled();
    expect([broker.sequences, publisher.publishedThrough]).toEqual([[1, 2, 3, 1, 2, 3], 3]);
    publisher.onModuleDestroy();
  });

  it('stops repeating at a refusal and goes on from there', async () => {
    const broker = new Broker();
    const { publisher } = publisherTo(broker);
    broker.refusing = () => true;
    for (let i = 1; i <= 600; i++) publisher.publish(event('a', i));
    await quiet();
    broker.refusing = (sequence) => sequence === 300;
    expect(broker.sequences).toHaveLength(600);
    broker.emit('publisherDrain');
    await quiet();
    // Two parts of 256; in the second the 300th was refused.
    expect([broker.sequences.length, publisher.publishedThrough]).toEqual([512, 299]);
    broker.refusing = undefined;
    broker.emit('publisherDrain');
    await publisher.settled();
    expect([broker.sequences[0], publisher.publishedThrough]).toEqual([300, 600]);
    publisher.onModuleDestroy();
  });
});
