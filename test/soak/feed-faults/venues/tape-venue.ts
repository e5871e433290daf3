import type { MarketDataAdapter } from '@bourseworks/ports';
import { CountingClock, FeedServer, type FeedClient, type VenueReply, type VenueScript } from '@bourseworks/testkit';
import type { Step, Tape, TradeStep } from '../tape.js';
import type { Row, TextBook } from '../text-book.js';

/** Shows the time of a tape, and counts timers; durations are those of the machine. */
export class TapeClock extends CountingClock {
  us = 0;

  override nowUs(): number {
    return this.us;
  }
}

/** A venue on loopback at which happens what was recorded, one step after the other. */
export abstract class TapeVenue implements VenueScript {
  readonly clock = new TapeClock();
  /** The books as they are now. */
  readonly books: ReadonlyMap<string, TextBook>;
  /** The venue's number of the last change of each book. */
  protected readonly ids: Map<string, number>;
  /** Trades that have happened, by symbol. */
  readonly happened: ReadonlyMap<string, TradeStep[]>;
  /** Where the venue numbers what it tells: all messages of a connection, those of each stream, or trades alone. */
  abstract readonly numbers: 'connection' | 'streams' | 'trades';
  /** What the adapter did that the venue does not allow. */
  abstract readonly violations: readonly string[];
  /** Whether its streams are told to be stale before long. */
  readonly tellsStale: boolean = false;
  /** Snapshots to come that are lost. */
  withheld = 0;
  /** Messages of market data that were said to somebody. */
  told = 0;
  /** Steps that have happened. */
  position = 0;
  server!: FeedServer;

  constructor(readonly tape: Tape) {
    this.books = new Map([...tape.books].map(([symbol, { book }]) => [symbol, book.copy()]));
    this.ids = new Map(Array.from(tape.books, ([symbol, { id }]) => [symbol, id]));
    this.happened = new Map(Array.from(tape.trades.keys(), (symbol) => [symbol, []]));
    this.clock.us = tape.steps[0].us;
  }

  async start(): Promise<void> {
    this.server = await FeedServer.start(this);
  }

  /** What happened before anybody listened. */
  skip(count: number): void {
    for (let i = 0; i < count; i++) this.happen();
  }

  /** The next step happens, and is told. */
  play(): Step {
    const step = this.happen();
    this.tell(step);
    return step;
  }

  /** A symbol as its instrument is called. */
  instrument(symbol: string): string {
    return symbol;
  }

  /** All of a book that the venue shows, in any order. */
  shown({ bids, asks }: TextBook): { readonly bids: Iterable<Row>; readonly asks: Iterable<Row> } {
    return { bids, asks };
  }

  /** Ends everything; the adapter is closed before. */
  close(): Promise<void> {
    return this.server.close();
  }

  /** An adapter of this venue with short waits. */
  abstract adapter(): MarketDataAdapter;
  abstract answer(request: Parameters<VenueScript['answer']>[0]): VenueReply | Promise<VenueReply>;
  abstract connected(client: FeedClient): void;
  abstract received(client: FeedClient, text: string): void;
  protected abstract tell(step: Step): void;

  private happen(): Step {
    const step = this.tape.steps[this.position++];
    this.clock.us = Math.max(this.clock.us, step.us);
    if (step.kind === 'trade') this.happened.get(step.symbol)?.push(step);
    else {
      this.books.get(step.symbol)?.change(step.bids, step.asks);
      this.ids.set(step.symbol, step.id);
    }
    return step;
  }
}
