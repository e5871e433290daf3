import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  barToShape,
  bookToShape,
  instrumentToShape,
  liveTopic,
  PATTERNS,
  replayTopic,
  type MarketDataItem,
  type ReplayStepShape,
} from '@bourseworks/dto';
import type { Bar, BookDelta, BookSnapshot, Instrument, Quote } from '@bourseworks/domain';
import type { StreamSpec } from '@bourseworks/ports';
import { eventually, tempDir } from '@bourseworks/testkit';
import type * as LockStepModule from './lock-step.js';
import { FakeBroker, instrument, load, loadOms, openOms, silent } from '../testing/oms.js';

let lockSteps: typeof LockStepModule;
beforeAll(async () => {
  await loadOms();
  lockSteps = await load<typeof LockStepModule>('apps/oms/src/replay/lock-step.js');
});

const RUN = 'r';
const log: string[] = [];

class DrivenBroker extends FakeBroker {
  onStreams(streams: readonly StreamSpec[]): void {
    log.push(`streams ${streams.map(({ instrument: { symbol }, kind }) => `${symbol} ${kind}`).join(', ')}`);
  }
  onBar(_: Instrument, bar: Bar): void {
    log.push(`bar ${bar.close}`);
  }
  onQuote(_: Instrument, quote: Quote): void {
    log.push(`quote ${quote.bidPrice}`);
  }
  onBook(_: Instrument, book: BookSnapshot | BookDelta): void {
    log.push(`${book.kind} ${book.venueSequence}`);
  }
}

async function replaying() {
  const { core, clock, directory, brokers } = openOms(tempDir(), new DrivenBroker());
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  log.length = 0;
  const handlers = new Map<string, (message: { topic: string; payload: Uint8Array }) => void>();
  let said = 0;
  const lockStep = new lockSteps.LockStep({
    run: RUN,
    core,
    clock,
    directory,
    log: silent,
    session: {
      subscribe: (pattern: string, handler: () => void) => Promise.resolve(void handlers.set(pattern, handler)),
      publish: () => said++,
    },
    marks: { mark: (_: Instrument, { kind }: { kind: string }) => log.push(`mark ${kind}`) },
    portfolio: { publish: () => undefined },
    publisher: { beginRound: () => undefined, roundCounts: () => ({}) },
  } as unknown as LockStepModule.LockStepParts);
  await lockStep.start();
  const hear = (pattern: string, body: unknown, topic = pattern): void =>
    handlers.get(pattern)?.({ topic, payload: Buffer.from(JSON.stringify(body)) });
  const step = async (more: Partial<ReplayStepShape>): Promise<void> => {
    const before = said;
    hear(replayTopic('step', RUN), { run: RUN, n: 0, time: '1000000', counts: {}, members: ['oms'], ...more });
    await eventually(() => said > before);
  };
  const publish = (topic: string, seq0: number, items: MarketDataItem[]): void =>
    hear(PATTERNS.live, { epoch: 1, seq0, items }, topic);
  const close = async (): Promise<void> => {
    await lockStep.close();
    await brokers.close();
    await core.close();
  };
  return { step, publish, close };
}

const book = (kind: 'book-snapshot' | 'book-delta', us: number, venueSequence: number): MarketDataItem =>
  bookToShape({ kind, us, ns: 0, venueSequence, bids: [[venueSequence, 1]], asks: [] }, instrument);

describe('brokers that market data drive', () => {
  it('hear the streams of a run, then each step in its order, before it marks positions', async () => {
    const { step, publish, close } = await replaying();
    const bars = liveTopic('bar-1s', 'v', 'X');
    const books = liveTopic('book', 'v', 'X');
    const elsewhere = liveTopic('book', 'elsewhere', 'Y');
    const streams = [
      { topic: bars, kind: 'bar-1s' },
      { topic: books, kind: 'book' },
      { topic: elsewhere, kind: 'book' },
    ] as const;
    await step({ n: 0, streams: streams.map((stream) => ({ ...stream, instrument: instrumentToShape(instrument) })) });
    const bar = { startUs: 0, endUs: 1_000, open: 1, high: 1, low: 1, close: 7, volume: 1, trades: 1 };
    publish(books, 1, [book('book-snapshot', 1_000, 5), book('book-delta', 1_000, 6)]);
    publish(bars, 1, [barToShape({ kind: 'bar', ...bar }, instrument)]);
    await step({ n: 1, counts: { [bars]: 1, [books]: 2, [elsewhere]: 4 } });
    // One time, and the bar and the snapshot are both the first of their topics: by kind, however they arrived.
    expect(log).toEqual([
      'streams X bar-1s, X book',
      'bar 7',
      'book-snapshot 5',
      'book-delta 6',
      'mark bar',
      'mark book-snapshot',
      'mark book-delta',
    ]);
    await close();
  });
});
