import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, type StreamKind } from '@bourseworks/domain';
import { MARKET_DATA_REQUEST, type InstrumentShape } from '@bourseworks/dto/shapes';
import { VirtualClock } from '@bourseworks/testkit';
import { RecordedLog } from '../../../../test/audit-key.js';
import type { PlatformBus } from '../../../bus/platform-bus.js';
import { UpstreamStream } from './upstream-stream.js';

const instrument: InstrumentShape = {
  venue: 'sim',
  symbol: 'X',
  assetClass: 'crypto',
  currency: 'USD',
  base: 'X',
  multiplier: 1,
  tickSize: '0.01',
  lotSize: '1',
  priceScale: 2,
  qtyScale: 0,
  minQuantity: '1',
  maxQuantity: '100',
};

/** A bus that does what the test says. */
class StubBus {
  up = true;
  epoch = 1;
  sequence = 0;
  topic = 'marketdata/live/v1/quote/sim/X';
  leases = 0;
  released = 0;
  /** Answers to requests for a snapshot, in their order; each waits until the test gives it. */
  readonly snapshots: (() => void)[] = [];
  private ups: (() => void)[] = [];
  private readonly listeners = new Map<string, (value: unknown) => void>();

  ask(topic: string): Promise<unknown> {
    if (topic === MARKET_DATA_REQUEST.renew)
      return Promise.reject(new DomainError({ code: 'TRANSPORT_DOWN', message: 'down' }));
    if (topic === MARKET_DATA_REQUEST.release) this.released += 1;
    if (topic === MARKET_DATA_REQUEST.live) this.leases += 1;
    if (topic === MARKET_DATA_REQUEST.snapshot) return this.snapshot();
    const leaseId = `lease-${this.leases}`;
    return Promise.resolve({ topic: this.topic, epoch: this.epoch, sequence: this.sequence, leaseId, instrument });
  }

  listen(topic: string, listener: (value: unknown) => void): Promise<() => void> {
    this.listeners.set(topic, listener);
    return Promise.resolve(() => void this.listeners.delete(topic));
  }

  onUp(told: () => void): () => void {
    this.ups.push(told);
    told();
    return () => (this.ups = this.ups.filter((one) => one !== told));
  }

  comesBack(): void {
    for (const told of this.ups) told();
  }

  publish(seq0: number): void {
    const item = { time: `${seq0}000000`, bid: 1, bidSize: 1, ask: 2, askSize: 1 };
    this.sequence = seq0;
    this.listeners.get(this.topic)?.({ epoch: this.epoch, seq0, items: [item] });
  }

  publishBook(seq0: number): void {
    const item = { type: 'delta', time: `${seq0}000000`, venueSequence: seq0, bids: [[1, 1]], asks: [] };
    this.sequence = seq0;
    this.listeners.get(this.topic)?.({ epoch: this.epoch, seq0, items: [item] });
  }

  tell(state: string): void {
    const { topic, epoch, sequence } = this;
    this.listeners.get('marketdata/status/v1/sim/X')?.({ state, kind: 'quote', topic, time: '0', epoch, sequence });
  }

  private snapshot(): Promise<unknown> {
    return new Promise((resolve) => {
      const { epoch, sequence, topic } = this;
      const book = { type: 'snapshot', time: '1000', venueSequence: 1, bids: [[1, 1]], asks: [[2, 1]] };
      this.snapshots.push(() => resolve({ topic, epoch, sequence, book }));
    });
  }

  get topics(): number {
    return this.listeners.size;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function streamOf(kind: StreamKind, bus: StubBus, heard: string[]): UpstreamStream {
  return new UpstreamStream(
    { venue: 'sim', symbol: 'X', kind },
    {
      events: (events, from) => heard.push(kind === 'book' ? events[0].kind : `events ${events.length - from}`),
      gap: (missed, restarted) => heard.push(`gap ${missed} ${restarted}`),
      status: (state) => heard.push(state),
    },
    { bus: bus as unknown as PlatformBus, clock: new VirtualClock(), log: new RecordedLog(), subscriber: 's' },
  );
}

describe('UpstreamStream', () => {
  let bus: StubBus;
  let heard: string[];
  let stream: UpstreamStream;

  beforeEach(async () => {
    bus = new StubBus();
    heard = [];
    stream = streamOf('quote', bus, heard);
    await stream.open();
  });

  it('tells the items in order, a hole with its size, and repetitions not at all', () => {
    for (const seq0 of [1, 2, 2, 5, 4]) bus.publish(seq0);
    expect(heard).toEqual(['events 1', 'events 1', 'gap 2 false', 'events 1']);
  });

  it('finds out what passed while the bus was away, also when nothing follows', async () => {
    bus.publish(1);
    bus.sequence = 4;
    bus.comesBack();
    await settled();
    expect(heard).toEqual(['events 1', 'gap 3 false', 'LIVE']);
    bus.publish(5);
    expect(heard.at(-1)).toBe('events 1');
    expect(bus.leases).toBe(2);
  });

  it('takes a higher epoch for a publisher that began anew', async () => {
    bus.publish(1);
    bus.publish(2);
    bus.epoch = 2;
    bus.sequence = 0;
    bus.comesBack();
    await settled();
    expect(heard).toContain('gap 0 true');
    bus.publish(1);
    expect(heard.at(-1)).toBe('events 1');
  });

  it('tells what of a new owner it did not hear, and listens no more to the old one', async () => {
    bus.publish(1);
    bus.epoch = 2;
    bus.sequence = 3;
    bus.comesBack();
    await settled();
    expect(heard).toEqual(['events 1', 'gap 3 true', 'LIVE']);
    bus.epoch = 1;
    bus.publish(9);
    bus.tell('ENDED');
    bus.comesBack();
    await settled();
    bus.epoch = 2;
    bus.publish(4);
    bus.tell('STALE');
    expect(heard.slice(3)).toEqual(['LIVE', 'events 1', 'STALE']);
  });

  it('hears nothing more and holds nothing once it is closed', async () => {
    stream.close();
    await settled();
    expect([bus.topics, bus.released]).toEqual([0, 1]);
    bus.comesBack();
    await settled();
    expect(bus.leases).toBe(1);
  });
});

describe('UpstreamStream of a book', () => {
  it('asks for a fresh book once more where what waited behind one has a gap of its own', async () => {
    const bus = new StubBus();
    bus.topic = 'marketdata/live/v1/book/sim/X';
    const heard: string[] = [];
    const opening = streamOf('book', bus, heard).open();
    await settled();
    bus.snapshots[0]();
    await opening;
    bus.publishBook(1);
    bus.publishBook(3);
    await settled();
    // The snapshot that is on its way knows nothing of these.
    bus.publishBook(5);
    bus.publishBook(6);
    bus.snapshots[1]();
    await settled();
    expect(bus.snapshots).toHaveLength(3);
    bus.snapshots[2]();
    await settled();
    bus.publishBook(7);
    expect(heard).toEqual([
      'book-snapshot',
      'book-delta',
      'gap 1 false',
      'book-snapshot',
      'gap 1 false',
      'book-snapshot',
      'book-delta',
    ]);
  });
});
