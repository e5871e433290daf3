import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatNanos, type BookDelta, type BookSnapshot, type MarketDataEvent } from '@bourseworks/domain';
import { JSON_CODEC, liveTopic, MARKET_DATA_REQUEST, type BookShape } from '@bourseworks/dto';
import { EventLog, SystemClock } from '@bourseworks/ports';
import { SolaceSession } from '@bourseworks/solace-transport';
import { SmfBroker } from '@bourseworks/smf-broker';
import { eventually } from '@bourseworks/testkit';
import { instrumentShape } from '../../test/fake-peers.js';
import { InstrumentBook } from './instrument-book.js';
import { LiveStream } from './live-stream.js';

class Quiet extends EventLog {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

const TOPIC = liveTopic('book', 'sim', 'BTCUSD');
const book = (type: 'snapshot' | 'delta', venueSequence: number, bid: number): BookShape => ({
  type,
  time: formatNanos(venueSequence),
  venueSequence,
  bids: [[bid, 1]],
  asks: [],
});

let broker: SmfBroker;
let session: SolaceSession;
let peer: SolaceSession;
let sequence = 0;
let snapshots = 0;

const publish = (bid: number, skip = 0): void => {
  sequence += 1 + skip;
  peer.publish(TOPIC, JSON_CODEC.encode({ epoch: 1, seq0: sequence, items: [book('delta', sequence, bid)] }));
};

beforeEach(async () => {
  sequence = 4;
  snapshots = 0;
  broker = new SmfBroker();
  const { tcpPort } = await broker.start();
  const connect = async (): Promise<SolaceSession> => {
    const opened = new SolaceSession({
      url: `tcp://127.0.0.1:${tcpPort}`,
      vpn: 'default',
      username: 'development',
      password: 'development',
    });
    await opened.connect();
    return opened;
  };
  [session, peer] = [await connect(), await connect()];
  await peer.subscribe(MARKET_DATA_REQUEST.live, (message) => {
    const reply = {
      topic: TOPIC,
      status: 'joined',
      epoch: 1,
      sequence,
      leaseId: 'l',
      leaseSeconds: 15,
      instrument: instrumentShape('BTCUSD'),
    };
    peer.reply(message, JSON_CODEC.encode(reply));
  });
  await peer.subscribe(MARKET_DATA_REQUEST.snapshot, (message) => {
    snapshots += 1;
    peer.reply(
      message,
      JSON_CODEC.encode({ topic: TOPIC, epoch: 1, sequence, book: book('snapshot', sequence, 1_000 + snapshots) }),
    );
  });
  await peer.subscribe(MARKET_DATA_REQUEST.release, (message) =>
    peer.reply(message, JSON_CODEC.encode({ leaseId: 'l', status: 'released' })),
  );
});

afterEach(async () => {
  await session.close();
  await peer.close();
  await broker.stop();
});

describe('LiveStream of a book', () => {
  it('begins with a snapshot and asks for another after a gap, delivering nothing in between', async () => {
    const events: string[] = [];
    const clock = new SystemClock();
    const sink = {
      events: (_known: unknown, _kind: unknown, seq0: number, items: readonly MarketDataEvent[]) => {
        for (const item of items as readonly (BookSnapshot | BookDelta)[])
          events.push(`${item.kind} ${seq0} bid ${item.bids[0][0]}`);
      },
      notice: (_known: unknown, _kind: unknown, { state, missed }: { state: string; missed: number }) =>
        void events.push(`${state} ${missed}`),
    };
    const instruments = new InstrumentBook(session, clock);
    const stream = new LiveStream({ venue: 'sim', symbol: 'BTCUSD', kind: 'book' }, sink, {
      session,
      clock,
      log: new Quiet(),
      instruments,
      subscriber: 't',
    });
    expect(await stream.open()).toMatchObject({ ok: true, value: { status: 'joined', topic: TOPIC } });
    publish(10);
    publish(11, 2);
    await eventually(() => snapshots === 2);
    await eventually(() => events.length === 4);
    publish(12);
    await eventually(() => events.length === 5);
    expect(events).toEqual([
      'book-snapshot 4 bid 100100',
      'book-delta 5 bid 1000',
      'GAP 2',
      'book-snapshot 8 bid 100200',
      'book-delta 9 bid 1200',
    ]);
    await stream.close();
  });
});
