import {
  OrderBook,
  type Bar,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
  type StreamState,
} from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import type { Raw } from '../parse/fields.js';
import { badData, listOf } from '../parse/fields.js';
import { parseBar, parseBook, parseQuote, parseTrade } from '../parse/market-data.parse.js';

/** Events that may wait while missed ones are fetched; beyond this the oldest gap is not worth closing. */
const MAX_HELD = 10_000;

/** What the exchange calls a kind of stream; undefined = it has none. */
export function venueChannel(kind: StreamKind): string | undefined {
  if (kind === 'trade') return 'trades';
  if (kind === 'quote') return 'quotes';
  if (kind === 'book') return 'book';
  return kind === 'bar-1s' || kind === 'bar-5s' || kind === 'bar-1m' ? `bars:${kind.slice(4)}` : undefined;
}

/** How far a stream has come: what a refill after a lost connection starts from. */
export interface Progress {
  /** Id of the last trade, 0 = none yet. */
  readonly tradeId: number;
  /** End of the last bar in microseconds, 0 = none yet. */
  readonly barEndUs: number;
}

/**
 * One stream of the exchange and all who listen to it. Keeps events in order without repeats across a lost connection, and
 * a book to find gaps by and to give late listeners their snapshot.
 */
export class Channel {
  readonly sinks = new Set<StreamSink>();
  private readonly book: OrderBook | undefined;
  private state: StreamState | undefined;
  private tradeId = 0;
  private barEndUs = 0;
  private held: MarketDataEvent[] | undefined;

  constructor(
    readonly name: string,
    readonly instrument: Instrument,
    readonly kind: StreamKind,
    /** Asks for a fresh snapshot of the book. */
    private readonly resync: () => void,
  ) {
    this.book = kind === 'book' ? new OrderBook() : undefined;
  }

  get live(): boolean {
    return this.state === 'LIVE';
  }

  get progress(): Progress {
    return { tradeId: this.tradeId, barEndUs: this.barEndUs };
  }

  /** A message of this channel. Throws DomainError DATA_FORMAT. */
  receive(message: Raw): void {
    if (this.book !== undefined) {
      this.receiveBook(message, this.book);
      return;
    }
    const events = this.parse(message);
    if (this.held === undefined) this.deliver(events);
    else if (this.held.length < MAX_HELD) this.held.push(...events);
  }

  /** Gives a listener that comes later what it needs to begin. */
  join(sink: StreamSink): void {
    this.sinks.add(sink);
    if (!this.live) return;
    sink.state('LIVE');
    if (this.book?.state === 'LIVE') sink.events([this.book.snapshot()]);
  }

  /** The connection is gone: what happens now is missed. */
  lost(reason: string): void {
    this.held = undefined;
    this.book?.markGap();
    if (this.state === undefined) return;
    if (this.state === 'LIVE') this.tell('GAP_START', reason);
  }

  /** Subscribed anew: live events wait until the missed ones are delivered. */
  resuming(): void {
    if (this.state === 'GAP_START') this.tell('RESYNCING');
    if (this.book === undefined) this.held = [];
  }

  /** What was missed. */
  refill(events: readonly MarketDataEvent[]): void {
    this.deliver(events);
  }

  /** The stream is whole again, or (with a reason) goes on with what is missing missed. */
  resumed(reason?: string): void {
    const held = this.held ?? [];
    this.held = undefined;
    this.deliver(held);
    // A book is live once its snapshot is there.
    if (this.book === undefined) this.goLive(reason);
  }

  /** The stream will not come. */
  ended(reason: string): void {
    this.tell('ENDED', reason);
  }

  /** The exchange is another process now and numbers anew. */
  restarted(): void {
    this.tradeId = 0;
  }

  private goLive(reason?: string): void {
    if (this.state === 'LIVE') return;
    if (this.state !== undefined) this.tell('GAP_END', reason);
    this.tell('LIVE');
  }

  private tell(state: StreamState, reason?: string): void {
    this.state = state;
    for (const sink of this.sinks) sink.state(state, reason);
  }

  private send(events: readonly MarketDataEvent[]): void {
    for (const sink of this.sinks) sink.events(events);
  }

  private parse(message: Raw): MarketDataEvent[] {
    if (this.kind === 'trade') return listOf(message, 'data').map((trade) => parseTrade(trade, this.instrument));
    return [
      this.kind === 'quote' ? parseQuote(message['data'], this.instrument) : parseBar(message['data'], this.instrument),
    ];
  }

  /** Passes on what was not seen before: a refill and the live stream overlap. */
  private deliver(events: readonly MarketDataEvent[]): void {
    const fresh = events.filter((event) => this.isNew(event));
    if (fresh.length > 0) this.send(fresh);
  }

  private isNew(event: MarketDataEvent): boolean {
    if (event.kind === 'trade') {
      const id = Number(event.tradeId);
      if (id <= this.tradeId) return false;
      this.tradeId = id;
    } else if (event.kind === 'bar') {
      return this.isNewBar(event);
    }
    return true;
  }

  private isNewBar(bar: Bar): boolean {
    if (bar.endUs <= this.barEndUs) return false;
    this.barEndUs = bar.endUs;
    return true;
  }

  private receiveBook(message: Raw, book: OrderBook): void {
    const event = parseBook(message, this.instrument);
    if (event.kind === 'book-snapshot') {
      book.applySnapshot(event);
      if (book.crossed) throw badData('a crossed book');
      this.send([event]);
      this.goLive();
      return;
    }
    const outcome = book.applyDelta(event);
    if (outcome === 'applied' && !book.crossed) {
      this.send([event]);
    } else if (outcome === 'applied' || outcome === 'gap') {
      book.markGap();
      this.tell('GAP_START', outcome === 'gap' ? 'a change of the book is missing' : 'the book is crossed');
      this.tell('RESYNCING');
      this.resync();
    }
  }
}
