import { krakenChecksum, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import { BookKeeper, IN_FEED_SEQUENCE, type BookEvent, type BookFault } from '@bourseworks/feeds';
import { toPair, type KrakenPair } from '../mapper/pair.mapper.js';
import { parseFrame, read, type Receipt } from '../parse/fields.js';
import { parseAssetPairs } from '../parse/rest/asset-pairs.js';
import { parseV1, v1Depth, v1Spread, v1Ticker, v1Trades, type V1Depth, type V1Message } from '../parse/v1/message.js';

/** An event, and the instrument that it is of. */
export interface RecordedEvent {
  readonly instrument: Instrument;
  readonly event: MarketDataEvent;
}

/**
 * Recordings of Kraken: the answer of AssetPairs, and messages of version 1 of the streams. A new connection begins with a new
 * one of these.
 */
export class KrakenRecorded {
  /** Addresses whose answers and streams are Kraken's. */
  static readonly urls = /^(?:https:\/\/api\.kraken\.com\/|wss:\/\/ws\.kraken\.com)/;
  /** How often a book was lost, by what was wrong. */
  readonly faults: Record<BookFault, number> = { gap: 0, crossed: 0, levels: 0, checksum: 0 };
  private readonly pairs: ReadonlyMap<string, KrakenPair>;
  private readonly books = new Map<string, RecordedBook>();

  /** `bodies`: the recorded answers; one of them lists the pairs. Throws DomainError DATA_FORMAT. */
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

  /** The events of a message that was received; none of pairs that are not listed. Throws DomainError DATA_FORMAT. */
  accept(frame: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    const message = parseV1(frame);
    const pair = message === undefined ? undefined : this.pairs.get(message.pair);
    if (message === undefined || pair === undefined) return [];
    const { instrument } = pair;
    return this.eventsOf(message, pair, { receivedUs, receivedNs }).map((event) => ({ instrument, event }));
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
        return this.bookOf(pair, message.size).take(v1Depth(message, instrument, receipt));
      default:
        return [];
    }
  }

  private bookOf(pair: KrakenPair, depth: number | undefined): RecordedBook {
    let book = this.books.get(pair.v1);
    if (book === undefined) {
      book = new RecordedBook(pair.instrument, depth, (fault) => this.faults[fault]++);
      this.books.set(pair.v1, book);
    }
    return book;
  }
}

/** A book whose messages are counted, as they have no numbers. */
class RecordedBook {
  private readonly keeper: BookKeeper;
  private readonly out: BookEvent[] = [];
  private count = 0;
  private written: V1Depth['written'];

  constructor(instrument: Instrument, depth: number | undefined, fault: (fault: BookFault) => void) {
    const publish = (event: BookEvent) => void this.out.push(event);
    this.keeper = new BookKeeper(
      IN_FEED_SEQUENCE,
      { publish, fault },
      {
        ...(depth === undefined ? {} : { depth }),
        checksum: (book) => krakenChecksum(book, instrument, this.written),
      },
    );
  }

  take({ snapshot, written, ...depth }: V1Depth): readonly BookEvent[] {
    this.written = written ?? this.written;
    const id = ++this.count;
    if (snapshot) this.keeper.onSnapshot({ ...depth, lastUpdateId: id });
    else this.keeper.onDiff({ ...depth, firstId: id, lastId: id, previousId: id - 1 });
    return this.out.splice(0);
  }
}

function only<T>(event: T | undefined): readonly T[] {
  return event === undefined ? [] : [event];
}
