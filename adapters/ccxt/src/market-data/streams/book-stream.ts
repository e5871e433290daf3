import { MAX_BOOK_LEVELS, type BookLevel, type DomainError } from '@bourseworks/domain';
import { BookKeeper, FeedChannel, IN_FEED_SEQUENCE, type BookFault } from '@bourseworks/feeds';
import type { StreamSpec } from '@bourseworks/ports';
import type { CcxtBook } from '../../ccxt-data.js';
import { bookTimeOf, toLevels, type Receipt } from '../../mapper/market-data.mapper.js';
import { badData } from '../../mapper/numbers.js';
import type { Market } from '../session/market-list.js';
import type { CcxtVenue } from '../session/venue.js';
import type { LiveStream, Source } from './live-stream.js';

const FAULTS: Readonly<Record<BookFault, string>> = {
  gap: 'a change of the book is missing',
  crossed: 'the book is crossed',
  levels: 'the book has more levels than a book can have',
  checksum: 'the checksum of the book is not that of the venue',
};

type Side = ReadonlyMap<number, number>;
interface Whole {
  readonly bids: Side;
  readonly asks: Side;
}

/**
 * The book of a market. ccxt gives the whole book each time, which it keeps itself where it is streamed: it is passed on whole
 * first, then as what differs. A book that cannot be relied on is given whole again.
 */
export class BookStream implements LiveStream {
  readonly channel: FeedChannel;
  readonly source: Source;
  ended = false;
  private readonly keeper: BookKeeper;
  private readonly depth: number;
  private whole: Whole | undefined;
  /** Counts the answers, in the place of numbers of the venue. */
  private count = 0;
  /** The book is given up for a reason that is told as that. */
  private breaking = false;

  constructor(
    spec: StreamSpec,
    private readonly venue: CcxtVenue,
    private readonly market: Market,
    { pollUs, depth }: { readonly pollUs: number; readonly depth: number | undefined },
  ) {
    this.depth = Math.min(depth ?? MAX_BOOK_LEVELS, MAX_BOOK_LEVELS);
    const { symbol } = market;
    const { exchange, clock, times } = venue;
    this.source = venue.has('watchOrderBook')
      ? {
          what: `the stream of the book of ${symbol}`,
          streamed: true,
          kept: true,
          next: () => exchange.watchOrderBook?.(symbol, depth) ?? Promise.resolve(),
          leave: () =>
            (venue.has('unWatchOrderBook') ? exchange.unWatchOrderBook?.(symbol) : undefined) ?? Promise.resolve(),
        }
      : {
          what: `the book of ${symbol}`,
          streamed: false,
          next: () => exchange.fetchOrderBook(symbol, depth),
          waitUs: () => pollUs,
        };
    const book = () => this.keeper.snapshot();
    this.channel = new FeedChannel(spec, { order: 'none', maxHeld: 0, staleUs: times.staleUs, book }, clock);
    this.keeper = new BookKeeper(IN_FEED_SEQUENCE, {
      publish: (event) => this.channel.receive([event]),
      fault: (fault) => this.onFault(fault),
    });
  }

  take(answer: unknown, receipt: Receipt): void {
    const book = answer as CcxtBook | null | undefined;
    if (typeof book !== 'object' || book === null) throw badData('no book');
    const { instrument } = this.market;
    const [bids, asks] = [book.bids, book.asks].map((side) => toLevels(side, instrument, this.depth));
    const now = { bids: new Map(bids), asks: new Map(asks) };
    const times = { us: bookTimeOf(book, receipt), ns: 0, ...receipt };
    const id = this.count + 1;
    if (this.whole === undefined || !this.keeper.live) {
      this.keeper.onSnapshot({ ...times, lastUpdateId: id, bids, asks });
    } else {
      const changes = { bids: difference(this.whole.bids, now.bids), asks: difference(this.whole.asks, now.asks) };
      if (changes.bids.length + changes.asks.length === 0) return;
      this.keeper.onDiff({ ...times, ...changes, firstId: id, lastId: id, previousId: id - 1 });
    }
    this.count = id;
    this.whole = this.keeper.live ? now : undefined;
  }

  unreadable(reason: string): void {
    this.interrupt();
    this.channel.tally('malformed', 1);
    this.channel.gap(reason);
  }

  lost(reason: string): void {
    this.interrupt();
    this.channel.lost(reason);
  }

  refused(error: DomainError): void {
    this.ended = true;
    this.channel.refused(error);
  }

  close(): void {
    this.channel.close();
  }

  private onFault(fault: BookFault): void {
    if (!this.breaking) this.channel.gap(FAULTS[fault]);
  }

  private interrupt(): void {
    const us = this.venue.clock.nowUs();
    this.breaking = true;
    this.keeper.interrupt({ us, ns: 0, receivedUs: us, receivedNs: 0 });
    this.breaking = false;
    this.whole = undefined;
  }
}

/** The levels that are other than they were; those that are gone with quantity 0. */
function difference(before: Side, now: Side): BookLevel[] {
  const changed: BookLevel[] = [];
  for (const [price, quantity] of now) if (before.get(price) !== quantity) changed.push([price, quantity]);
  for (const price of before.keys()) if (!now.has(price)) changed.push([price, 0]);
  return changed;
}
