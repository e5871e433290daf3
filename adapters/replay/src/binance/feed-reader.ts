import {
  barSeconds,
  DomainError,
  timeBars,
  US_PER_SECOND,
  type Bar,
  type BarBuilder,
  type BookSnapshot,
  type MarketDataEvent,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { BookKeeper, FUTURES_SEQUENCE, SPOT_SEQUENCE } from '@bourseworks/feeds';
import type { HistoryQuery } from '@bourseworks/ports';
import type { FeedLine } from './feed-line.js';
import { parseDiff, parseQuote, parseSnapshot, parseTrade, SLACK_US } from './messages.js';

/** Kinds of a recorded feed. */
export const FEED_KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'];

export type Emit = (event: MarketDataEvent) => void;

/** Makes the events of one query. It is shown the lines of a feed in order, those before the range and a few behind it too. */
export interface FeedReader {
  line(line: FeedLine): void;
  /** No line is left that may be of the range. `covered`: the recording goes on behind it. */
  end(covered: boolean): void;
}

export function feedReader(query: HistoryQuery, emit: Emit): FeedReader {
  switch (query.kind) {
    case 'trade':
      return new TradeReader(query, emit);
    case 'quote':
      return new QuoteReader(query, emit);
    case 'book':
      return new BookReader(query, emit);
    default:
      return new BarReader(query, emit);
  }
}

/** Too early to be of the range, whatever the venue's clock said: its JSON need not be parsed. */
const isEarly = (line: FeedLine, { fromUs }: HistoryQuery): boolean => line.us < fromUs - SLACK_US;

const within = (us: number, { fromUs, toUs }: HistoryQuery): boolean => us >= fromUs && us < toUs;

class TradeReader implements FeedReader {
  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {}

  line(line: FeedLine): void {
    if (line.channel !== 'trade' || isEarly(line, this.query)) return;
    const trade = parseTrade(line, this.query.instrument);
    if (trade !== undefined && within(trade.us, this.query)) this.emit(trade);
  }

  end(): void {}
}

class QuoteReader implements FeedReader {
  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {}

  line(line: FeedLine): void {
    if (line.channel !== 'bookTicker' || isEarly(line, this.query)) return;
    const quote = parseQuote(line, this.query.instrument);
    if (within(quote.us, this.query)) this.emit(quote);
  }

  end(): void {}
}

/** Bars that begin at or after `from` and end by `to`, as the minute files give them. */
class BarReader implements FeedReader {
  private readonly builder: BarBuilder;

  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {
    this.builder = timeBars(barSeconds(query.kind) * US_PER_SECOND);
  }

  line(line: FeedLine): void {
    if (line.channel !== 'trade' || isEarly(line, this.query)) return;
    const trade = parseTrade(line, this.query.instrument);
    // A bar that the range cuts is not asked for, so that its trades in the range are not either.
    if (trade !== undefined && within(trade.us, this.query)) this.give(this.count(trade, line));
  }

  end(): void {
    this.give(this.builder.flush(this.query.toUs));
  }

  private count(trade: Trade, line: FeedLine): readonly Bar[] {
    try {
      return this.builder.add(trade);
    } catch (error) {
      throw error instanceof DomainError ? line.fail(error.message) : error;
    }
  }

  private give(bars: readonly Bar[]): void {
    for (const bar of bars) if (bar.startUs >= this.query.fromUs && bar.endUs <= this.query.toUs) this.emit(bar);
  }
}

/**
 * The book of the range: what stood at its beginning, then every change up to the first one behind it. Changes must follow each
 * other, so that their order counts, not each one's time.
 */
class BookReader implements FeedReader {
  private readonly book: BookKeeper;
  private phase: 'before' | 'within' | 'behind' = 'before';
  /** Of the last message of the book. */
  private lastUs = 0;
  private received: Pick<BookSnapshot, 'receivedUs' | 'receivedNs'> = {};

  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {
    const rule = this.futures ? FUTURES_SEQUENCE : SPOT_SEQUENCE;
    this.book = new BookKeeper(rule, {
      publish: (event) => {
        if (this.phase === 'within') emit(event);
      },
    });
  }

  line(line: FeedLine): void {
    const { instrument } = this.query;
    if (this.phase === 'behind' || (line.channel !== 'depth' && line.channel !== 'snapshot')) return;
    if (line.channel === 'depth') {
      const diff = parseDiff(line, instrument, this.futures);
      this.come(diff.us);
      this.book.onDiff(diff);
    } else {
      const snapshot = parseSnapshot(line, instrument, this.lastUs);
      this.come(snapshot.us);
      this.book.onSnapshot(snapshot);
    }
    this.received = { receivedUs: line.us, receivedNs: line.ns };
  }

  end(covered: boolean): void {
    // A recording that ended before the range does not know the book of the range.
    if (covered && this.phase === 'before') this.begin();
  }

  /** The next message of the book is of this time. */
  private come(us: number): void {
    if (us > this.lastUs) this.lastUs = us;
    if (this.phase === 'before' && this.lastUs >= this.query.fromUs) this.begin();
    if (this.lastUs >= this.query.toUs) this.phase = 'behind';
  }

  private begin(): void {
    this.phase = 'within';
    const snapshot = this.book.snapshot();
    if (snapshot !== undefined) this.emit({ ...snapshot, us: this.query.fromUs, ns: 0, ...this.received });
  }

  private get futures(): boolean {
    return this.query.instrument.venue === 'binance-usdm';
  }
}
