import { DomainError, type MarketDataEvent, type Quote, type StreamKind } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, IN_FEED_SEQUENCE, type BookEvent, type BookFault } from '@bourseworks/feeds';
import type { Clock, HistoryQuery, StreamSpec } from '@bourseworks/ports';
import { listOf, type Raw } from '../parse/fields.js';
import { parseBar, parseBook, parseQuote, parseTrade } from '../parse/market-data.parse.js';

/** Events that may wait while missed ones are fetched. */
const MAX_HELD = 10_000;
/** Missed events are fetched up to this many pages; what is beyond stays missed. */
const MAX_PAGES = 10;

const FAULTS: Readonly<Record<BookFault, string>> = {
  gap: 'a change of the book is missing',
  crossed: 'the book is crossed',
  levels: 'the book has more levels than it can have',
  checksum: 'the book is not the one of the exchange',
};

/** What the exchange calls a kind of stream; undefined = it has none. */
export function venueChannel(kind: StreamKind): string | undefined {
  if (kind === 'trade') return 'trades';
  if (kind === 'quote') return 'quotes';
  if (kind === 'book') return 'book';
  return kind === 'bar-1s' || kind === 'bar-5s' || kind === 'bar-1m' ? `bars:${kind.slice(4)}` : undefined;
}

/** What a feed asks of its adapter. */
export interface FeedSource {
  /** Stored events in pages. */
  pages(query: HistoryQuery, signal: AbortSignal): AsyncIterable<MarketDataEvent[]>;
  /** Subscribes anew: a book is answered with a snapshot, in sequence with the changes that follow. */
  subscribe(feed: SimFeed): void;
  /** Ends the connection to begin anew. */
  restart(reason: string): void;
}

/** One stream of the exchange: reads its messages, and has its channel keep it whole. */
export class SimFeed {
  readonly channel: FeedChannel;
  /** As the exchange calls it. */
  readonly name: string;
  private readonly book: BookKeeper | undefined;
  private quote: Quote | undefined;
  private restarts = false;
  /** The book is asked for anew, and is not whole yet. */
  private resyncing = false;
  /** The book is given up for a reason that is told by itself. */
  private breaking = false;

  constructor(
    readonly spec: StreamSpec,
    private readonly source: FeedSource,
    clock: Clock,
  ) {
    const { kind } = spec;
    this.name = venueChannel(kind) ?? kind;
    const keepsHistory = kind !== 'quote' && kind !== 'book';
    if (kind === 'book') {
      const publish = (event: BookEvent): void => this.publish(event);
      this.book = new BookKeeper(IN_FEED_SEQUENCE, { publish, fault: (fault) => this.onFault(fault) });
    }
    this.channel = new FeedChannel(
      spec,
      {
        order: kind === 'trade' ? 'trade-id' : 'none',
        maxHeld: MAX_HELD,
        ...(keepsHistory && {
          backfill: (fromUs: number, toUs: number, signal: AbortSignal) => this.missed(fromUs, toUs, signal),
        }),
        ...(kind === 'book' && { book: () => this.book?.snapshot() }),
      },
      clock,
    );
  }

  /** A message of this stream. What cannot be read is a gap, for nobody knows what was in it. */
  receive(message: Raw): void {
    try {
      this.take(message);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.channel.tally('malformed', 1);
      // First, or the book that is known still would end the gap at once.
      this.forgetBook();
      if (this.book === undefined) this.channel.gap(error.message);
      else this.resync(error.message);
    }
  }

  /** The connection is gone. */
  lost(reason: string): void {
    this.forgetBook();
    this.channel.lost(reason);
    this.resyncing = false;
  }

  /** The exchange is another process now, and numbers anew. */
  restarted(): void {
    this.restarts = true;
    this.channel.restarted();
  }

  private take(message: Raw): void {
    const { kind, instrument } = this.spec;
    if (kind === 'trade') this.channel.receive(listOf(message, 'data').map((trade) => parseTrade(trade, instrument)));
    else if (kind === 'book') this.takeBook(message);
    else if (kind === 'quote') this.takeQuote(parseQuote(message['data'], instrument));
    else this.channel.receive([parseBar(message['data'], instrument)]);
  }

  /** A subscription is answered with the quote of now, which may be known. */
  private takeQuote(quote: Quote): void {
    const { quote: last } = this;
    const known =
      last !== undefined && (Object.keys(quote) as (keyof Quote)[]).every((key) => last[key] === quote[key]);
    this.quote = quote;
    if (!known) this.channel.receive([quote]);
  }

  private takeBook(message: Raw): void {
    const event = parseBook(message, this.spec.instrument);
    const { us, ns, venueSequence: id, bids, asks } = event;
    if (event.kind === 'book-snapshot') this.book?.onSnapshot({ us, ns, lastUpdateId: id, bids, asks });
    else this.book?.onDiff({ us, ns, firstId: id, lastId: id, previousId: -1, bids, asks });
  }

  private publish(event: BookEvent): void {
    if (this.book?.live === true) this.resyncing = false;
    this.channel.receive([event]);
  }

  private onFault(fault: BookFault): void {
    if (!this.breaking) this.resync(FAULTS[fault]);
  }

  /** A book that is wrong again before it was whole is no matter of one message: the next attempt has to wait. */
  private resync(reason: string): void {
    this.channel.gap(reason);
    if (this.resyncing) this.source.restart(reason);
    else {
      this.resyncing = true;
      this.source.subscribe(this);
    }
  }

  /** A book that was known is told without levels. */
  private forgetBook(): void {
    this.breaking = true;
    this.book?.interrupt({ us: this.book.snapshot()?.us ?? 0, ns: 0 });
    this.breaking = false;
  }

  private async *missed(fromUs: number, toUs: number, signal: AbortSignal): AsyncGenerator<MarketDataEvent[]> {
    const { restarts } = this;
    this.restarts = false;
    if (restarts) throw new Error('the exchange was restarted, and what it did before is gone');
    let count = 0;
    for await (const events of this.source.pages({ ...this.spec, fromUs, toUs }, signal)) {
      if (++count > MAX_PAGES) throw new Error('it is too much');
      yield events;
    }
  }
}
