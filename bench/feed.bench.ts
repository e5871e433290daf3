import { deepStrictEqual } from 'node:assert';
import type { MarketDataEvent } from '@bourseworks/domain';
import { allocatedBytes } from './feed/allocation.js';
import {
  bookEvents,
  ForeignLevels,
  MapBook,
  OwnBook,
  type BookEvents,
  type KeptBook,
  type NodejsOrderBook,
} from './feed/books.js';
import { CcxtReader, loadCcxt } from './feed/ccxt-reader.js';
import type { FeedReader } from './feed/contender.js';
import { measureLive } from './feed/live.js';
import { OwnReader } from './feed/own-reader.js';
import { loadPublishing, publishingNs } from './feed/publishing.js';
import { FEED_KINDS, recordedFeeds, type FeedKind, type FeedMessage, type RecordedFeed } from './feed/recording.js';
import { defineBench, type BenchContext, type Measurement } from './harness/bench.js';
import { peer } from './harness/peer.js';
import type { Spread } from './harness/rounds.js';

/** Messages of each recording that a round reads. */
const MESSAGES = { quick: 4_000, full: 20_000 };
/** Changes of the book that a round applies. */
const CHANGES = { quick: 150, full: 600 };
/** Messages whose allocation is measured, for each recording. */
const ALLOCATING = 5_000;
/** Events that arrive in one turn of a busy stream. */
const BURST = 16;

type Open = (feed: RecordedFeed) => Promise<FeedReader>;

/** Messages a second, of all feeds together; opening and closing a reader is not counted. */
async function messagesPerSecond(open: Open, feeds: readonly RecordedFeed[], kind?: FeedKind): Promise<number> {
  let ms = 0;
  let count = 0;
  for (const feed of feeds) {
    const messages = kind === undefined ? feed.after : feed.after.filter((message) => message.kind === kind);
    const reader = await open(feed);
    const startedAt = performance.now();
    for (const message of messages) reader.read(message);
    ms += performance.now() - startedAt;
    count += messages.length;
    reader.close();
  }
  return (count * 1_000) / ms;
}

async function bytesPerMessage(open: Open, feeds: readonly RecordedFeed[]): Promise<number> {
  const bytes: number[] = [];
  for (const feed of feeds) {
    const messages: readonly FeedMessage[] = feed.after.slice(0, ALLOCATING);
    const reader = await open(feed);
    bytes.push(allocatedBytes((at) => reader.read(messages[at]), messages.length));
    reader.close();
  }
  return Math.round(bytes.reduce((sum, each) => sum + each) / bytes.length);
}

/** Both readers end with the same trades, quote and book; gives what ours published by kind. */
async function compare(feed: RecordedFeed, openCcxt: Open): Promise<Record<FeedKind, MarketDataEvent[]>> {
  const published: Record<FeedKind, MarketDataEvent[]> = { trade: [], quote: [], book: [] };
  const own = await OwnReader.open(feed, (event) => {
    published[event.kind === 'trade' || event.kind === 'quote' ? event.kind : 'book'].push(event);
  });
  const ccxt = await openCcxt(feed);
  for (const message of feed.after) {
    own.read(message);
    ccxt.read(message);
  }
  deepStrictEqual(own.state(), ccxt.state(), feed.name);
  own.close();
  return published;
}

/** Levels a second that are brought into a book. */
function levelsPerSecond(make: () => KeptBook, { snapshot, deltas, levels }: BookEvents): number {
  const book = make();
  book.load(snapshot);
  const startedAt = performance.now();
  for (const delta of deltas) book.apply(delta);
  return (levels * 1_000) / (performance.now() - startedAt);
}

/** All books have the same levels at the end. */
function compareBooks(books: readonly KeptBook[], { snapshot, deltas }: BookEvents): void {
  for (const book of books) {
    book.load(snapshot);
    for (const delta of deltas) book.apply(delta);
  }
  const [own, ...others] = books;
  for (const other of others)
    for (const side of ['bid', 'ask'] as const) deepStrictEqual(other.levels(side), own.levels(side));
}

const rounded = ({ median, min, max, rounds }: Spread): Spread => ({
  median: Math.round(median),
  min: Math.round(min),
  max: Math.round(max),
  rounds,
});

async function parsing({ quick, rounds, say }: BenchContext) {
  const feeds = recordedFeeds(quick ? MESSAGES.quick : MESSAGES.full);
  const ccxt = await loadCcxt();
  const openOwn: Open = (feed) => OwnReader.open(feed);
  const openCcxt: Open = (feed) => CcxtReader.open(ccxt, feed);
  const published: Record<FeedKind, MarketDataEvent[]>[] = [];
  for (const feed of feeds) published.push(await compare(feed, (each) => CcxtReader.open(ccxt, each, true)));
  say('both readers say the same');
  const all = await rounds({
    own: () => messagesPerSecond(openOwn, feeds),
    ccxt: () => messagesPerSecond(openCcxt, feeds),
  });
  say('messages are measured');
  const ratioByKind: Record<string, number> = {};
  const nsByKind: Record<string, number> = {};
  for (const kind of FEED_KINDS) {
    const { own, ccxt: theirs } = await rounds(
      {
        own: () => messagesPerSecond(openOwn, feeds, kind),
        ccxt: () => messagesPerSecond(openCcxt, feeds, kind),
      },
      { warmup: 1, rounds: 7 },
    );
    ratioByKind[kind] = own.median / theirs.median;
    nsByKind[kind] = Math.round(1e9 / own.median);
  }
  const bytes = { own: await bytesPerMessage(openOwn, feeds), ccxt: await bytesPerMessage(openCcxt, feeds) };
  say('kinds and memory are measured');
  return { feeds, published, all, ratioByKind, nsByKind, bytes, version: ccxt.version };
}

async function publishing(
  { rounds }: BenchContext,
  { feeds, published }: Pick<Awaited<ReturnType<typeof parsing>>, 'feeds' | 'published'>,
): Promise<Record<string, number>> {
  const module = await loadPublishing();
  const run = (kind: FeedKind, together: number) => (): number => {
    const ns = feeds.map(({ instrument }, at) => publishingNs(module, instrument, published[at][kind], together));
    return ns.reduce((sum, each) => sum + each) / ns.length;
  };
  const found = await rounds(
    {
      trade: run('trade', 1),
      quote: run('quote', 1),
      book: run('book', 1),
      tradeOfBurst: run('trade', BURST),
      quoteOfBurst: run('quote', BURST),
    },
    { rounds: 7 },
  );
  return Object.fromEntries(Object.entries(found).map(([name, { median }]) => [name, Math.round(median)]));
}

async function books({ quick, rounds }: BenchContext, published: readonly MarketDataEvent[]) {
  const foreign = await peer<NodejsOrderBook>('nodejs-order-book');
  const events = bookEvents(published.slice(0, 1 + (quick ? CHANGES.quick : CHANGES.full)));
  compareBooks([new OwnBook(), new MapBook(), new ForeignLevels(foreign)], events);
  const found = await rounds({
    own: () => levelsPerSecond(() => new OwnBook(), events),
    maps: () => levelsPerSecond(() => new MapBook(), events),
    nodejsOrderBook: () => levelsPerSecond(() => new ForeignLevels(foreign), events),
  });
  return { found, version: foreign.version };
}

async function measure(context: BenchContext): Promise<Measurement> {
  const read = await parsing(context);
  const published = await publishing(context, read);
  const kept = await books(context, read.published[1].book);
  context.say('books are measured');
  const live = await measureLive(context);
  return {
    values: {
      parseRatioVsCcxt: read.all.own.median / read.all.ccxt.median,
      bookRatioVsMaps: kept.found.own.median / kept.found.nodejsOrderBook.median,
      liveP99RatioUnderHistory: live.p99Us.underHistory.median / live.p99Us.quiet.median,
    },
    figures: {
      messagesPerSecond: { own: rounded(read.all.own), ccxt: rounded(read.all.ccxt) },
      parseRatioByKind: read.ratioByKind,
      nsPerMessage: read.nsByKind,
      bytesPerMessage: read.bytes,
      nsToPublishAnEvent: published,
      bookLevelsPerSecond: Object.fromEntries(
        Object.entries(kept.found).map(([name, spread]) => [name, rounded(spread)]),
      ),
      bookRatioVsMapAndSortedArray: kept.found.own.median / kept.found.maps.median,
      live,
    },
    peers: { ccxt: read.version, 'nodejs-order-book': kept.version },
  };
}

/**
 * Messages of Binance as they were recorded, from the bytes of each to the events that go to the publisher, beside ccxt; the
 * book of a feed beside nodejs-order-book and beside a Map with a sorted array; live trades through market-data as it runs,
 * with and without questions for history. Readers and books are held to the same outcome before they are timed.
 */
export const bench = defineBench({
  name: 'feed',
  goals: [
    { name: 'parseRatioVsCcxt', op: '>=', goal: 5 },
    { name: 'bookRatioVsMaps', op: '>=', goal: 10 },
    { name: 'liveP99RatioUnderHistory', op: '<=', goal: 1.2 },
  ],
  measure,
});
