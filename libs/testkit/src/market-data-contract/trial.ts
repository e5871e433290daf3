import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DomainError,
  MAX_BOOK_LEVELS,
  OrderBook,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
} from '@bourseworks/domain';
import type { HistoryQuery, MarketDataAdapter, OpenStream } from '@bourseworks/ports';
import { CountingClock } from '../counting-clock.js';
import { eventually } from '../eventually.js';
import type { FeedFault } from '../venues/feed/faults.js';
import type { FeedTraffic } from '../venues/feed/venue-script.js';
import type { FeedVenue, MarketDataHarness } from './harness.js';
import { RecordingStreamSink } from './recording-sink.js';

/** Long enough for what must not happen to happen, and for a message to cross loopback. */
const QUIET_MS = 250;

/** How often a book that is not known yet changes. */
const NUDGE_MS = 30;

/** An open stream and what it told. */
export interface Opened {
  readonly kind: StreamKind;
  readonly sink: RecordingStreamSink;
  readonly stream: OpenStream;
  readonly closed: boolean;
}

/** One case: an adapter of its own on the venue of all, and what it said. */
export class MarketDataTrial {
  readonly clock = new CountingClock();
  readonly adapter: MarketDataAdapter;
  /** What was refused, as it was said. */
  readonly errors: string[] = [];
  private readonly opened: Opened[] = [];
  private listed: Instrument | undefined;

  constructor(
    readonly harness: MarketDataHarness,
    readonly venue: FeedVenue,
  ) {
    this.adapter = harness.createAdapter(venue, this.clock);
  }

  private get patienceMs(): number {
    return this.harness.patienceMs ?? 15_000;
  }

  get traffic(): FeedTraffic {
    return this.venue.traffic;
  }

  /** The instrument that the cases are about. */
  async instrument(): Promise<Instrument> {
    if (this.listed === undefined) {
      const all = await this.adapter.instruments();
      const found = all.filter(({ symbol }) => symbol === this.venue.symbol);
      assert.equal(found.length, 1, `${found.length} instruments ${this.venue.symbol}`);
      this.listed = found[0];
    }
    return this.listed;
  }

  /** A stream that is live. A book may need a change before it is known. */
  async open(kind: StreamKind): Promise<Opened> {
    const instrument = await this.instrument();
    const sink = new RecordingStreamSink();
    let done = false;
    const opening = this.adapter.open({ instrument, kind }, sink).finally(() => (done = true));
    if (kind === 'book') void this.nudge(() => done);
    const stream = await this.within(opening, `${kind} to be open`);
    const one = { kind, sink, closed: false, stream: { close: () => ((one.closed = true), stream.close()) } };
    this.opened.push(one);
    await this.live(one);
    return one;
  }

  live({ kind, sink }: Pick<Opened, 'kind' | 'sink'>): Promise<void> {
    const live = async (): Promise<boolean> => {
      if (!sink.live && kind === 'book') await this.venue.publish(kind, 1);
      return sink.live;
    };
    return this.until(live, () => `live stream; it told ${sink.states.join(', ')}: ${sink.reasons.join('; ')}`);
  }

  async publish(kind: StreamKind, count = 1): Promise<readonly MarketDataEvent[]> {
    const events = await this.venue.publish(kind, count);
    assert.equal(events.length, count, 'the venue published as many as it was asked for');
    return events;
  }

  /** Until a sink has these events, in their order, and none beside them. */
  async gives(sink: RecordingStreamSink, expected: readonly MarketDataEvent[], from = 0): Promise<void> {
    const got = (): MarketDataEvent[] => sink.items.slice(from);
    await this.until(
      () => got().length >= expected.length,
      () => `${got().length} of ${expected.length} events`,
    );
    sameEvents(got(), expected);
  }

  /** Until the book that a sink was given is the one of the venue. */
  async sameBook(sink: RecordingStreamSink): Promise<void> {
    const truth = await this.venue.book();
    await this.until(
      () => {
        const { state, bids, asks } = bookOf(sink.items);
        assert.equal(state, 'LIVE');
        assert.deepEqual(
          { bids: bids.levels(MAX_BOOK_LEVELS), asks: asks.levels(MAX_BOOK_LEVELS) },
          { bids: truth.bids, asks: truth.asks },
        );
        return true;
      },
      () => 'the book of the venue',
    );
  }

  async control(fault: FeedFault): Promise<void> {
    await this.venue.control(fault);
  }

  /** History of [fromUs, toUs), in its parts. */
  async history(query: Omit<HistoryQuery, 'instrument'>, signal?: AbortSignal): Promise<MarketDataEvent[][]> {
    const parts: MarketDataEvent[][] = [];
    const whole = { instrument: await this.instrument(), ...query };
    const take = (events: readonly MarketDataEvent[]): Promise<void> => {
      parts.push([...events]);
      return Promise.resolve();
    };
    await this.within(this.adapter.history(whole, take, signal ?? new AbortController().signal), 'the history');
    return parts;
  }

  /** The code with which something is refused. */
  async refusal(work: () => Promise<unknown>): Promise<string> {
    try {
      await this.within(work(), 'a refusal');
    } catch (error) {
      this.errors.push(String(error));
      assert.ok(isCoded(error), `a coded refusal, but there was: ${String(error)}`);
      return error.code;
    }
    return assert.fail('it was not refused');
  }

  until(probe: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
    return eventually(probe, { timeoutMs: this.patienceMs }).then(
      () => undefined,
      (error: unknown) =>
        assert.fail(`there was no ${what()}: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  quiet(ms = QUIET_MS): Promise<void> {
    return sleep(ms);
  }

  /** What work comes to, if it does in time. */
  async within<T>(work: Promise<T>, what: string): Promise<T> {
    const timer = new AbortController();
    const late = sleep(this.patienceMs, undefined, { signal: timer.signal }).then(
      () => assert.fail(`waited in vain for ${what}`),
      () => undefined as never,
    );
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
    }
  }

  /** Until every stream has settled after a disturbance, and heard what is under way. */
  async settled(ms = QUIET_MS): Promise<void> {
    for (const one of this.opened) if (!one.closed) await this.live(one);
    await this.quiet(ms);
  }

  /** As `open`, for as long as it is refused. */
  reopen(kind: StreamKind): Promise<Opened> {
    return eventually(() => this.open(kind), { timeoutMs: this.patienceMs });
  }

  /** Everything that was said, for what must not be in it. */
  said(): string {
    return [...this.errors, ...this.opened.flatMap(({ sink }) => sink.reasons)].join('\n');
  }

  async end(): Promise<void> {
    await this.venue.control({ kind: 'none' });
    await this.adapter.close();
  }

  /** Whatever a case was about, its adapter leaves nothing running. */
  async closed(): Promise<void> {
    await this.until(
      () => this.clock.pendingTimers === 0,
      () => `end of ${this.clock.pendingTimers} timers`,
    );
    await this.until(
      () => this.traffic.connections === 0,
      () => `end of ${this.traffic.connections} connections`,
    );
  }

  private async nudge(done: () => boolean): Promise<void> {
    while (!done()) {
      await this.venue.publish('book', 1);
      await sleep(NUDGE_MS);
    }
  }
}

/** A refusal with a code of the table of errors. */
export function isCoded(error: unknown): error is DomainError {
  return error instanceof DomainError;
}

/** The book that these events make. */
export function bookOf(events: readonly MarketDataEvent[]): OrderBook {
  const book = new OrderBook();
  for (const event of events) {
    if (event.kind === 'book-snapshot') book.applySnapshot(event);
    else if (event.kind === 'book-delta') assert.equal(book.applyDelta(event), 'applied', 'a change that fits');
  }
  return book;
}

/** Each event has every field that is expected of it, and there are no others. */
export function sameEvents(got: readonly MarketDataEvent[], expected: readonly MarketDataEvent[]): void {
  assert.deepEqual(
    got.map((event, i) => only(event, expected.at(i))),
    expected,
  );
}

function only(event: MarketDataEvent, like: MarketDataEvent | undefined): Readonly<Record<string, unknown>> {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  if (like === undefined) return fields;
  return Object.fromEntries(Object.keys(like).map((name) => [name, fields[name]]));
}
