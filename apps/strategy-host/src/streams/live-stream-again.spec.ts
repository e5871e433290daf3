import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent } from '@bourseworks/domain';
import { JSON_CODEC, liveTopic, MARKET_DATA_REQUEST, type BookShape } from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import { TransportError, type InboundMessage, type SolaceSession } from '@bourseworks/solace-transport';
import { eventually, VirtualClock } from '@bourseworks/testkit';
import { barShape, instrumentShape } from '../../test/fake-peers.js';
import { InstrumentBook } from './instrument-book.js';
import { LiveStream } from './live-stream.js';

class Quiet extends EventLog {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

type Answer = (reply: unknown) => void;

/** A session whose requests the test answers, in the same turn in which it delivers messages. */
class ManualSession {
  readonly callbacks = new Map<string, (message: InboundMessage) => void>();
  readonly asked: { readonly topic: string; readonly answer: Answer; readonly refuse: (code: string) => void }[] = [];

  failures = 0;

  subscribe(topic: string, callback: (message: InboundMessage) => void): Promise<void> {
    if (this.failures-- > 0) return Promise.reject(TransportError.of('TRANSPORT_DOWN', 'away'));
    this.callbacks.set(topic, callback);
    return Promise.resolve();
  }

  unsubscribe(topic: string): Promise<void> {
    this.callbacks.delete(topic);
    return Promise.resolve();
  }

  request(topic: string): Promise<InboundMessage> {
    return new Promise((resolve, reject) =>
      this.asked.push({
        topic,
        answer: (reply) => resolve({ payload: JSON_CODEC.encode(reply) } as unknown as InboundMessage),
        refuse: (code) => reject(Object.assign(new Error(code), { code })),
      }),
    );
  }

  publish(topic: string, seq0: number, items: unknown[], epoch = 1): void {
    this.callbacks.get(topic)?.({ payload: JSON_CODEC.encode({ epoch, seq0, items }) } as unknown as InboundMessage);
  }

  next(topic: string): Promise<ManualSession['asked'][number]> {
    return eventually(() => {
      const at = this.asked.findIndex((request) => request.topic === topic);
      return at < 0 ? undefined : this.asked.splice(at, 1)[0];
    });
  }
}

function setup(kind: 'bar-1s' | 'book') {
  const session = new ManualSession();
  const clock = new VirtualClock(0);
  const seen: string[] = [];
  const sink = {
    events: (_known: unknown, _kind: unknown, seq0: number, events: readonly MarketDataEvent[]) =>
      void seen.push(events.length === 1 ? `${seq0}` : `${seq0}+${events.length}`),
    notice: (_known: unknown, _kind: unknown, { state }: { state: string }) => void seen.push(state),
  };
  const real = session as unknown as SolaceSession;
  const instruments = new InstrumentBook(real, clock);
  const stream = new LiveStream({ venue: 'sim', symbol: 'BTCUSD', kind }, sink, {
    session: real,
    clock,
    log: new Quiet(),
    instruments,
    subscriber: 't',
  });
  const topic = liveTopic(kind, 'sim', 'BTCUSD');
  const reply = (sequence: number, epoch = 1) => ({
    topic,
    status: 'started',
    epoch,
    sequence,
    leaseId: 'l',
    leaseSeconds: 15,
    instrument: instrumentShape('BTCUSD'),
  });
  return { session, clock, seen, stream, topic, reply };
}

const bars = (first: number, count = 1) =>
  Array.from({ length: count }, (_, i) => barShape(1e15 + (first + i) * 1e6, 100));
const delta = (venueSequence: number): BookShape => ({
  type: 'delta',
  time: `${venueSequence}000`,
  venueSequence,
  bids: [[1, 1]],
  asks: [],
});

describe('LiveStream that asks again', () => {
  it('takes what a restarted publisher sends right behind its answer as news, once', async () => {
    const { session, clock, seen, stream, topic, reply } = setup('bar-1s');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(0));
    await opened;
    session.publish(topic, 1, bars(1, 9));
    await clock.advanceAsync(4_000_000);
    (await session.next(MARKET_DATA_REQUEST.renew)).refuse('LEASE_UNKNOWN');
    const again = await session.next(MARKET_DATA_REQUEST.live);
    // One read of the socket: the answer and the items behind it, before any promise has run.
    again.answer(reply(0, 2));
    session.publish(topic, 1, bars(20), 2);
    session.publish(topic, 2, bars(21), 2);
    await eventually(() => seen.includes('LIVE'));
    session.publish(topic, 3, bars(22), 2);
    expect(seen).toEqual(['1+9', 'RESTARTED', '1', '2', 'LIVE', '3']);
    expect(stream.gaps).toBe(0);
    expect(stream.tracker.published).toBe(12);
  });

  it('takes what a new owner fetched for the time without one, older than what was seen; a late old owner is not heard', async () => {
    const { session, clock, seen, stream, topic, reply } = setup('bar-1s');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(0, 5));
    await opened;
    session.publish(topic, 1, bars(10, 9), 5);
    session.publish(topic, 1, bars(3, 4), 6);
    session.publish(topic, 10, bars(19, 2), 5);
    session.publish(topic, 5, bars(21), 6);
    // Nor what it still answers.
    await clock.advanceAsync(4_000_000);
    (await session.next(MARKET_DATA_REQUEST.renew)).refuse('LEASE_UNKNOWN');
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(11, 5));
    await eventually(() => seen.includes('LIVE'));
    session.publish(topic, 6, bars(22), 6);
    expect(seen).toEqual(['1+9', 'RESTARTED', '1+4', '5', 'LIVE', '6']);
    expect([stream.gaps, stream.tracker.published]).toEqual([0, 15]);
  });

  it('tells what passed while it did not hear, also when nothing follows', async () => {
    const { session, clock, seen, stream, topic, reply } = setup('bar-1s');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(0));
    await opened;
    session.publish(topic, 1, bars(1, 2));
    await clock.advanceAsync(4_000_000);
    (await session.next(MARKET_DATA_REQUEST.renew)).refuse('LEASE_UNKNOWN');
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(5));
    await eventually(() => seen.includes('LIVE'));
    expect(seen).toEqual(['1+2', 'GAP', 'LIVE']);
    expect(stream.gaps).toBe(1);
  });

  it('asks again for a book that is of an owner who has been replaced', async () => {
    const { session, clock, seen, stream, topic, reply } = setup('book');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(4, 2));
    const snapshot = (sequence: number, epoch: number) => ({
      topic,
      epoch,
      sequence,
      book: { ...delta(sequence), type: 'snapshot' },
    });
    (await session.next(MARKET_DATA_REQUEST.snapshot)).answer(snapshot(9, 1));
    await clock.advanceAsync(100_000);
    (await session.next(MARKET_DATA_REQUEST.snapshot)).answer(snapshot(4, 2));
    await opened;
    session.publish(topic, 5, [delta(5)], 2);
    expect(seen).toEqual(['4', '5']);
  });

  it('does not take changes that a fresh snapshot holds already for a restart', async () => {
    const { session, seen, stream, topic, reply } = setup('book');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(4));
    const snapshot = (sequence: number) => ({
      topic,
      epoch: 1,
      sequence,
      book: { ...delta(sequence), type: 'snapshot' },
    });
    (await session.next(MARKET_DATA_REQUEST.snapshot)).answer(snapshot(4));
    await opened;
    session.publish(topic, 5, [delta(5)]);
    const resynced = stream.resync('a strategy joined');
    const asked = await session.next(MARKET_DATA_REQUEST.snapshot);
    session.publish(topic, 6, [delta(6)]);
    asked.answer(snapshot(6));
    session.publish(topic, 7, [delta(7)]);
    await resynced;
    expect(seen).toEqual(['4', '5', '6', '7']);
    expect(session.asked).toEqual([]);
  });

  it('asks for no snapshot of a book of which nothing was published yet: its first item is one', async () => {
    const { session, seen, stream, topic, reply } = setup('book');
    const opened = stream.open();
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(0));
    expect(await opened).toMatchObject({ ok: true });
    await stream.resync('a strategy joined');
    session.publish(topic, 1, [{ ...delta(1), type: 'snapshot' }, delta(2)]);
    expect(seen).toEqual(['1+2']);
    expect(session.asked).toEqual([]);
  });

  it('subscribes again when the bus was away at first', async () => {
    const { session, clock, seen, stream, topic, reply } = setup('bar-1s');
    session.failures = 1;
    const opened = stream.open();
    await clock.advanceAsync(200_000);
    (await session.next(MARKET_DATA_REQUEST.live)).answer(reply(0));
    expect(await opened).toMatchObject({ ok: true });
    session.publish(topic, 1, bars(1));
    expect(seen).toEqual(['1']);
  });

  it('gives back subscription and lease when it is closed while it asks', async () => {
    const { session, stream, reply } = setup('bar-1s');
    const opened = stream.open();
    const asked = await session.next(MARKET_DATA_REQUEST.live);
    await stream.close();
    asked.answer(reply(0));
    (await session.next(MARKET_DATA_REQUEST.release)).answer({ leaseId: 'l', status: 'released' });
    expect(await opened).toMatchObject({ ok: false });
    expect([...session.callbacks.keys()]).toEqual([]);
  });
});
