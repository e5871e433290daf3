import { setImmediate as turn } from 'node:timers/promises';
import type { MarketDataAdapter } from '@bourseworks/ports';
import { BookCheck } from './book-check.js';
import { Listener } from './listener.js';
import { booksAfter, streamOf, type Step } from './tape.js';
import { TradeCheck } from './trade-check.js';
import type { TapeVenue } from './venues/tape-venue.js';

/** Steps between which the adapter gets its turn. */
const TURN_AFTER = 3;

/** A loss that a stream has to tell, and how many gaps it had told when it was made. */
interface Expected {
  readonly listener: Listener;
  readonly gaps: number;
  readonly what: string;
}

/** A venue, its adapter, and who listens to the streams. */
export class Feed {
  readonly listeners = new Map<string, Listener>();
  readonly violations: string[] = [];
  readonly adapter: MarketDataAdapter;
  /** Place of the tape before which not every loss can have shown. */
  showsAt = 0;
  private expected: Expected[] = [];

  constructor(readonly venue: TapeVenue) {
    this.adapter = venue.adapter();
  }

  /** Listens to every stream of the tape. */
  async open(): Promise<void> {
    const { venue, adapter, listeners } = this;
    const symbols = { book: [...venue.tape.books.keys()], trade: [...venue.tape.trades.keys()] };
    const instruments = await adapter.instruments();
    const opened = (['book', 'trade'] as const).flatMap((kind) =>
      symbols[kind].map(async (symbol) => {
        const wanted = venue.instrument(symbol);
        const instrument = instruments.find((one) => one.symbol === wanted);
        if (instrument === undefined) throw new Error(`${wanted} is not listed`);
        const check =
          kind === 'book' ? new BookCheck(instrument) : new TradeCheck(instrument, venue.happened.get(symbol) ?? []);
        const listener = new Listener(streamOf({ symbol, kind }), check);
        listeners.set(listener.name, listener);
        await adapter.open({ instrument, kind }, listener);
      }),
    );
    await Promise.all(opened);
  }

  /** Steps that are left. */
  get left(): number {
    return this.venue.tape.steps.length - this.venue.position;
  }

  /** Place of the next step of a stream; infinite when there is none. */
  next({ symbol, kind }: Pick<Step, 'symbol' | 'kind'>): number {
    const { tape, position } = this.venue;
    const at = tape.steps.findIndex((step, i) => i >= position && step.kind === kind && step.symbol === symbol);
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  }

  /** The next steps happen, and the adapter hears of them as they do. */
  async play(count: number): Promise<void> {
    for (let i = 1; i <= count && this.left > 0; i++) {
      this.venue.play();
      if (i % TURN_AFTER === 0) await turn();
    }
  }

  /** The next steps happen at once: nothing else is said between. */
  playAtOnce(count: number): Step[] {
    return Array.from({ length: Math.min(count, this.left) }, () => this.venue.play());
  }

  /** From now on these streams, by default all, have lost something: those that are live have to tell it. */
  expectGaps(what: string, names: Iterable<string> = this.listeners.keys()): void {
    for (const name of names) {
      const listener = this.listeners.get(name);
      if (listener?.live === true) this.expected.push({ listener, gaps: listener.gaps, what });
    }
  }

  /** Losses that were not told yet. */
  get untold(): string[] {
    this.expected = this.expected.filter(({ listener, gaps }) => listener.gaps <= gaps);
    return this.expected.map(({ listener, what }) => `${listener.name} did not tell a ${what}`);
  }

  /** Whether every loss was told, and all streams are live and have everything that has happened. */
  get whole(): boolean {
    return (
      this.untold.length === 0 && [...this.listeners.values()].every((listener) => listener.live && this.has(listener))
    );
  }

  get anyLive(): boolean {
    return [...this.listeners.values()].some(({ live }) => live);
  }

  /** How the streams stand that are not whole. */
  get standing(): string {
    const wanting = [...this.listeners.values()].filter((listener) => !listener.live || !this.has(listener));
    return [...this.untold, ...wanting.map(({ standing }) => standing)].join('; ');
  }

  /** Holds the books to those that the tape alone makes. */
  compareWithOracle(): void {
    const { venue } = this;
    for (const [symbol, book] of booksAfter(venue.tape, venue.position)) {
      const listener = this.listeners.get(streamOf({ symbol, kind: 'book' }));
      if (listener?.check instanceof BookCheck && !listener.check.equals(venue.shown(book)))
        listener.note('the book is not that of the tape');
    }
  }

  private has({ name, check }: Listener): boolean {
    if (check instanceof TradeCheck) return check.whole;
    const book = this.venue.books.get(name.replace(/ book$/, ''));
    return book !== undefined && check.equals(this.venue.shown(book));
  }
}
