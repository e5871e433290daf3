import type { BookLevel, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { Clock, MarketDataAdapter } from '@bourseworks/ports';
import type { FeedFault } from '../venues/feed/faults.js';
import type { FeedTraffic } from '../venues/feed/venue-script.js';

/**
 * A running venue, real or a stand-in, with one instrument that the cases are about. Events are what its adapter has to give:
 * of each event every field that is told here must be the same there; the adapter may tell more.
 */
export interface FeedVenue {
  /** The venue's market of this symbol, which is one of the adapter's instruments. */
  readonly symbol: string;
  /** What the venue saw of its adapter. */
  readonly traffic: FeedTraffic;
  /** The venue publishes `count` more events of a kind, one message each, to whoever subscribed it. Of `book` they are changes. */
  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]>;
  /** Everything of a kind that the venue keeps, oldest first; of the first of `historyKinds` more than two of its pages. */
  past(kind: StreamKind): Promise<readonly MarketDataEvent[]>;
  /** The book now, as deep as the adapter shows it; best levels first. */
  book(): Promise<{ readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] }>;
  control(fault: FeedFault): Promise<void> | void;
  close(): Promise<void>;
}

/** What stands before the venue is started, for the names of cases. */
export interface MarketDataHarness<V extends FeedVenue = FeedVenue> {
  /** Kinds that the adapter streams, and those of which it has history. */
  readonly kinds: readonly StreamKind[];
  readonly historyKinds: readonly StreamKind[];
  /** Events of one answer of the venue at most, which is what a part holds. */
  readonly page: number;
  /** Cases that do not apply to the venue, by number, each with a reason; it stands in the name of the test that is skipped. */
  readonly excused?: Readonly<Record<string, string>>;
  /** Silence after which the adapter takes a connection for dead, milliseconds: a second or less. */
  readonly silenceMs: number;
  /** How long it waits for an answer, milliseconds: a second or less. */
  readonly requestTimeoutMs: number;
  /** Streams that it may have open at a time. Default: one connection for everything. */
  readonly maxStreams?: number;
  /** Messages that the venue could send on the stream of a kind and that cannot be understood: no price, no number, too large. */
  readonly malformed?: Partial<Readonly<Record<StreamKind, readonly string[]>>>;
  /** Makes a change of the book say something else in a way that only the venue's checksum tells. Absent = it has none. */
  readonly falsified?: (text: string) => string;
  /** Texts that must never be said. */
  readonly secrets?: readonly string[];
  /** How long a case waits for what has to happen, milliseconds. Default 15 000. */
  readonly patienceMs?: number;
  /** Starts a venue; asked for as many as there are cases that run side by side. */
  start(): Promise<V>;
  /** An adapter for the venue, without a connection. It takes time from the clock, and sets timers with it alone. */
  createAdapter(venue: V, clock: Clock): MarketDataAdapter;
}
