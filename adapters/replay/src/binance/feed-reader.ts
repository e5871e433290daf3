import {
  barSeconds,
  DomainError,
  timeBars,
  US_PER_SECOND,
  type Bar,
  type BarBuilder,
  type MarketDataEvent,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { BookKeeper, FUTURES_SEQUENCE, SPOT_SEQUENCE } from '@bourseworks/feeds';
import type { HistoryQuery } from '@bourseworks/ports';
import type { FeedLine } from './feed-line.js';
import { parseDiff, parseQuote, parseSnapshot, parseTrade, received } from './messages.js';

/** Kinds of a recorded feed. */
export const FEED_KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'];

export type Emit = (event: MarketDataEvent) => void;

/** Makes the events of one query. It is shown the lines of a feed in order, those before the range too. */
export interface FeedReader {
  /** A line before the end of the range. */
  line(line: FeedLine): void;
  /** No line is left in the range. `covered`: the recording goes on behind it. */
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

class TradeReader implements FeedReader {
  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {}

  line(line: FeedLine): void {
    if (line.channel !== 'trade' || line.us < this.query.fromUs) return;
    const trade = parseTrade(line, this.query.instrument);
    if (trade !== undefined) this.emit(trade);
  }

  end(): void {}
}

class QuoteReader implements FeedReader {
  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {}

  line(line: FeedLine): void {
    if (line.channel === 'bookTicker' && line.us >= this.query.fromUs)
      this.emit(parseQuote(line, this.query.instrument));
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
    const { fromUs, instrument } = this.query;
    // A bar that began before the range is not asked for, so that its trades in the range are not either.
    if (line.channel !== 'trade' || line.us < fromUs) return;
    const trade = parseTrade(line, instrument);
    if (trade !== undefined) this.give(this.count(trade, line));
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

/** The book of the range: what stood at its beginning, then every change. */
class BookReader implements FeedReader {
  private readonly book: BookKeeper;
  private begun = false;

  constructor(
    private readonly query: HistoryQuery,
    private readonly emit: Emit,
  ) {
    const rule = this.futures ? FUTURES_SEQUENCE : SPOT_SEQUENCE;
    this.book = new BookKeeper(rule, {
      publish: (event) => {
        if (this.begun) emit({ ...event, ...received(event) });
      },
    });
  }

  line(line: FeedLine): void {
    if (!this.begun && line.us >= this.query.fromUs) this.begin();
    const { instrument } = this.query;
    if (line.channel === 'depth') this.book.onDiff(parseDiff(line, instrument, this.futures));
    else if (line.channel === 'snapshot') this.book.onSnapshot(parseSnapshot(line, instrument));
  }

  end(covered: boolean): void {
    // A recording that ended before the range does not know the book of the range.
    if (covered && !this.begun) this.begin();
  }

  private begin(): void {
    this.begun = true;
    const snapshot = this.book.snapshot();
    if (snapshot !== undefined) this.emit({ ...snapshot, us: this.query.fromUs, ns: 0 });
  }

  private get futures(): boolean {
    return this.query.instrument.venue === 'binance-usdm';
  }
}
