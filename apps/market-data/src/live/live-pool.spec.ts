import { setImmediate as nextTurn } from 'node:timers/promises';
import { BroadcastChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MarketDataBatch } from '@bourseworks/dto/shapes';
import type { DomainError, StreamKind, StreamState } from '@bourseworks/domain';
import { SystemClock, type StreamMark } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import { fakeAdapter, instrument, MemoryLog, workerUrl } from '../../test/fake-adapter.js';
import { LivePool, type LivePoolOptions, type LiveStreamOwner } from './live-pool.js';
import { BATCH_WINDOW, TAKEN_AT_ONCE, type EncodedBatch, type Tallies, type TopicPlace } from './live-protocol.js';

/** Waits no longer for a message than so many turns of the loop. */
const MOST_TURNS = 300_000;

class Owner implements LiveStreamOwner {
  readonly batches: MarketDataBatch[] = [];
  readonly states: StreamState[] = [];
  readonly tallies: Tallies[] = [];
  sequence = 0;
  items = 0;
  marked: StreamMark | undefined;

  place(): TopicPlace {
    return { epoch: 7, sequence: this.sequence };
  }
  mark(): StreamMark | undefined {
    return this.marked;
  }
  batch({ seq0, count, bytes, mark }: EncodedBatch): void {
    this.marked = mark ?? this.marked;
    this.sequence = seq0 + count - 1;
    this.items += count;
    this.batches.push(JSON.parse(Buffer.from(bytes).toString()) as MarketDataBatch);
  }
  dropped(): void {}
  tally(tallies: Tallies): void {
    this.tallies.push(tallies);
  }
  state(state: StreamState): void {
    this.states.push(state);
  }
  reopened(): void {
    this.states.push('LIVE');
  }
}

describe('LivePool', () => {
  let pool: LivePool;
  let venue: BroadcastChannel;
  afterEach(async () => {
    venue.close();
    await pool.stop();
  });

  async function start(symbol: string, options: Partial<LivePoolOptions> = {}): Promise<void> {
    const log = new MemoryLog();
    pool = new LivePool({
      workers: 1,
      ...options,
      data: fakeAdapter(symbol),
      clock: new SystemClock(),
      log,
      workerUrl: workerUrl('live/live.worker.js'),
    });
    pool.start();
    venue = new BroadcastChannel(symbol);
    await eventually(() => pool.isUp);
  }

  async function open(kind: StreamKind = 'trade', owner = new Owner()) {
    return { owner, stream: await pool.open('fake', { instrument, kind }, owner) };
  }

  it('goes on beyond its window, as its worker is told of what was taken', async () => {
    await start('window');
    const { owner } = await open();
    for (let sent = 1; owner.items === sent - 1 && sent <= BATCH_WINDOW + TAKEN_AT_ONCE; sent++) {
      venue.postMessage({ trades: 1 });
      for (let turns = 0; owner.items < sent && turns < MOST_TURNS; turns++) await nextTurn();
    }
    expect(owner.batches.length).toBe(BATCH_WINDOW + TAKEN_AT_ONCE);
  });

  it('gives sequences without holes and one message for what arrives together', async () => {
    await start('together');
    const { owner } = await open();
    venue.postMessage({ trades: 3 });
    await eventually(() => owner.items === 3);
    venue.postMessage({ trades: 1_200 });
    await eventually(() => owner.items === 1_203);
    expect(owner.batches.map((batch) => [batch.seq0, batch.items.length])).toEqual([
      [1, 3],
      [4, 500],
      [504, 500],
      [1_004, 200],
    ]);
    expect(owner.batches[0]).toMatchObject({ epoch: 7, items: [{ time: '0', price: 1, quantity: 1 }, {}, {}] });
  });

  it('tells what was counted at the venue once for each turn, also without events', async () => {
    await start('counting');
    const { owner } = await open();
    venue.postMessage({ gaps: [2, 3] });
    await eventually(() => owner.tallies.length > 0);
    venue.postMessage({ gaps: [1], trades: 1 });
    await eventually(() => owner.items === 1);
    expect(owner.tallies).toEqual([{ gaps: 5 }, { gaps: 1 }]);
  });

  it('after a crash the stream is opened again and its sequence goes on', async () => {
    await start('crashing');
    const { owner } = await open();
    venue.postMessage({ trades: 2 });
    await eventually(() => owner.items === 2);
    venue.postMessage({ crash: true });
    await eventually(() => owner.states.includes('LIVE'));
    expect(owner.states).toEqual(['RESYNCING', 'LIVE']);
    venue.postMessage({ trades: 1 });
    await eventually(() => owner.items === 3);
    expect(owner.batches.at(-1)?.seq0).toBe(3);
    expect(pool.crashes).toBe(1);
  });

  it('a crash while a stream opens delays its opening only', async () => {
    await start('dying');
    const { owner } = await open();
    expect([pool.crashes, owner.states]).toEqual([1, []]);
    venue.postMessage({ trades: 1 });
    await eventually(() => owner.items === 1);
    expect(owner.batches[0].seq0).toBe(1);
  });

  it('keeps the latest book for snapshots', async () => {
    await start('books');
    const { owner, stream } = await open('book');
    await expect(stream.snapshot()).rejects.toMatchObject({ code: 'STREAM_UNKNOWN' });
    venue.postMessage({
      book: {
        kind: 'book-snapshot',
        bids: [
          [100, 5],
          [99, 1],
        ],
        asks: [
          [101, 2],
          [102, 7],
        ],
      },
    });
    venue.postMessage({
      book: {
        kind: 'book-delta',
        venueSequence: 2,
        bids: [
          [100, 0],
          [98, 3],
        ],
        asks: [[101, 9]],
      },
    });
    await eventually(() => owner.items === 2);
    expect(await stream.snapshot()).toEqual({
      epoch: 7,
      sequence: 2,
      book: {
        type: 'snapshot',
        time: '5000',
        venueSequence: 2,
        bids: [
          [0.99, 1],
          [0.98, 3],
        ],
        asks: [
          [1.01, 9],
          [1.02, 7],
        ],
      },
    });
  });

  it('a refusal of the venue comes back by code', async () => {
    await start('closed');
    await expect(open()).rejects.toMatchObject({ code: 'ADAPTER_FAILED', message: 'the venue is closed' });
    await expect(pool.open('nope', { instrument, kind: 'trade' }, new Owner())).rejects.toMatchObject({
      code: 'ADAPTER_UNKNOWN',
    });
  });

  it('a closed stream says nothing more', async () => {
    await start('ending');
    const { owner, stream } = await open();
    const other = await open();
    venue.postMessage({ state: 'HALTED' });
    await eventually(() => owner.states.includes('HALTED'));
    stream.close();
    venue.postMessage({ trades: 1 });
    await eventually(() => other.owner.items === 1);
    expect(owner.items).toBe(0);
  });

  it('a stop refuses what is just opening, and what comes later', async () => {
    await start('hanging');
    const refusal = open().catch(({ code, message }: DomainError) => [code, message]);
    await pool.stop();
    expect(await refusal).toEqual(['ADAPTER_FAILED', 'the service stops']);
    await expect(open()).rejects.toMatchObject({ message: 'the service stops' });
  });

  it('lists the instruments of an adapter', async () => {
    await start('listed');
    expect(await pool.instruments('fake')).toEqual([{ instrument: { key: 'fake/listed' }, kinds: ['trade', 'book'] }]);
    await expect(pool.instruments('nope')).rejects.toMatchObject({ code: 'ADAPTER_UNKNOWN' });
  });

  it('gives an opening up when it is told to: nothing of it is heard any more', async () => {
    await start('hanging');
    const abort = new AbortController();
    const owner = new Owner();
    const opening = pool.open('fake', { instrument, kind: 'trade' }, owner, abort.signal);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    await expect(pool.open('fake', { instrument, kind: 'trade' }, owner, abort.signal)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
    });
    venue.postMessage({ trades: 3 });
    expect(owner.items).toBe(0);
  });

  it.each([
    ['in one thread where its venue allows one connection', true, 1],
    ['in all threads otherwise', false, 2],
  ])('has the streams of an adapter %s', async (_, one, crashes) => {
    await start(one ? 'one-thread' : 'two-threads', { workers: 2, oneConnection: () => one });
    const owners = [await open(), await open()].map(({ owner }) => owner);
    // Every thread that has a stream of it dies.
    venue.postMessage({ crash: true });
    await eventually(() => owners.every(({ states }) => states.includes('LIVE')));
    expect(pool.crashes).toBe(crashes);
  });
});
