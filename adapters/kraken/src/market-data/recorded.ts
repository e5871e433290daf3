import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import {
  RecordedBooks,
  type BookEvent,
  type RecordedEvent,
  type RecordedFeed,
  type RecordedMarket,
  type RecordedSubscription,
  type RecordedVenue,
} from '@bourseworks/feeds';
import { bookChecksum } from '../mapper/book-checksum.js';
import { toPair, type KrakenPair } from '../mapper/pair.mapper.js';
import { parseFrame, read, type Receipt } from '../parse/fields.js';
import { parseAssetPairs } from '../parse/rest/asset-pairs.js';
import { parseV1, v1Depth, v1Spread, v1Ticker, v1Trades, type V1Depth, type V1Message } from '../parse/v1/message.js';

/** Recordings of Kraken need the answer of AssetPairs beside the streams. */
export const krakenRecordings: RecordedVenue = {
  venue: 'kraken',
  isOf: (url) => /^(?:https:\/\/api\.kraken\.com\/|wss:\/\/ws\.kraken\.com(?:\/|$))/.test(url),
  open: (answers) => new KrakenMarket(answers.filter(({ url }) => url.includes('/AssetPairs')).map(({ text }) => text)),
};

const KINDS: Readonly<Record<string, StreamKind>> = { trade: 'trade', ticker: 'quote', spread: 'quote', book: 'book' };

class KrakenMarket implements RecordedMarket {
  private readonly pairs: ReadonlyMap<string, KrakenPair>;

  /** `bodies`: the recorded answers, each of which lists pairs. Throws DomainError DATA_FORMAT. */
  constructor(bodies: readonly string[]) {
    const listed = bodies.flatMap((body) => {
      const result = read.asRaw(read.asRaw(parseFrame(body), 'an answer')['result'], 'a result');
      return parseAssetPairs(result);
    });
    const pairs = listed.flatMap((each) => toPair(each) ?? []);
    this.pairs = new Map(pairs.map((pair) => [pair.v1, pair]));
  }

  get instruments(): readonly Instrument[] {
    return Array.from(this.pairs.values(), ({ instrument }) => instrument);
  }

  subscribed(_url: string, sent?: string): readonly RecordedSubscription[] {
    const message = sent === undefined ? {} : read.asRaw(parseFrame(sent), 'a message');
    if (message['event'] !== 'subscribe') return [];
    const kind = KINDS[read.textOf(read.asRaw(message['subscription'], 'a subscription'), 'name')];
    if (kind === undefined) return [];
    const pairs = read.listOf(message, 'pair').flatMap((name) => this.pairs.get(String(name)) ?? []);
    return pairs.map(({ instrument }) => ({ instrument, kind }));
  }

  feed(): RecordedFeed {
    return new KrakenFeed(this.pairs);
  }
}

/** Messages of version 1 of the streams. */
class KrakenFeed implements RecordedFeed {
  private readonly books = new RecordedBooks();
  /** Decimals of the texts of a book, of which its checksum is made. */
  private readonly written = new Map<string, V1Depth['written']>();

  constructor(private readonly pairs: ReadonlyMap<string, KrakenPair>) {}

  get faults(): RecordedFeed['faults'] {
    return this.books.faults;
  }

  accept(frame: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    const message = parseV1(frame);
    const pair = message === undefined ? undefined : this.pairs.get(message.pair);
    if (message === undefined || pair === undefined) return [];
    const { instrument } = pair;
    return this.eventsOf(message, pair, { receivedUs, receivedNs }).map((event) => ({ instrument, event }));
  }

  reconnected(receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    return this.books.interrupt(receivedUs, receivedNs);
  }

  private eventsOf(message: V1Message, pair: KrakenPair, receipt: Receipt): readonly MarketDataEvent[] {
    const { instrument } = pair;
    switch (message.channel) {
      case 'trade':
        return v1Trades(message, instrument, receipt);
      case 'spread':
        return only(v1Spread(message, instrument, receipt));
      case 'ticker':
        return only(v1Ticker(message, instrument, receipt));
      case 'book':
        return this.bookEvents(pair, message.size, v1Depth(message, instrument, receipt));
      default:
        return [];
    }
  }

  private bookEvents(
    { v1: name, instrument }: KrakenPair,
    depth: number | undefined,
    { snapshot, written, ...told }: V1Depth,
  ): readonly BookEvent[] {
    if (written !== undefined) this.written.set(name, written);
    const book = this.books.of(instrument, () => ({
      ...(depth === undefined ? {} : { depth }),
      checksum: (levels) => bookChecksum(levels, instrument, this.written.get(name)),
    }));
    return book.counted(snapshot, told);
  }
}

function only<T>(event: T | undefined): readonly T[] {
  return event === undefined ? [] : [event];
}
