import type {
  Adjustment,
  ErrorCode,
  FeedTally,
  Instrument,
  MarketDataEvent,
  StreamKind,
  StreamState,
} from '@bourseworks/domain';

/** What a history request asks of an adapter: [fromUs, toUs), by venue time. */
export interface HistoryQuery {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
  readonly fromUs: number;
  readonly toUs: number;
  /** One of those the adapter offers; absent = raw. */
  readonly adjustment?: Adjustment;
}

/** One live stream of one instrument. */
export interface StreamSpec {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
}

/** Receives the events of one stream, in venue order, and its state changes. Calls are synchronous. */
export interface StreamSink {
  /** Events that arrived together; never empty. */
  events(events: readonly MarketDataEvent[]): void;
  /** `code`: why the venue does not give the stream, where that is one of ours. */
  state(state: StreamState, reason?: string, code?: ErrorCode): void;
  /** What happened to the feed behind the events, `count` >= 1 times since it was last told. */
  tally(what: FeedTally, count: number): void;
}

export interface OpenStream {
  /** Stops the stream; idempotent. */
  close(): Promise<void>;
}

/**
 * The market-data side of a venue. It runs in a worker thread without Nest: historical work and live sockets have pools of
 * their own. Refusals are thrown as DomainError with a code of the error table.
 */
export abstract class MarketDataAdapter {
  /** Reference data of everything the venue lists (or that the configuration selects). */
  abstract instruments(): Promise<readonly Instrument[]>;
  /** Kinds offered for an instrument. */
  abstract kinds(instrument: Instrument): readonly StreamKind[];
  /** What the history of an instrument can be adjusted for. `raw` is what every adapter offers. */
  adjustments(_instrument: Instrument): readonly Adjustment[] {
    return ['raw'];
  }
  /**
   * Streams history in time order, in parts of bounded size. `part` resolves when more may be sent: a slow reader holds the
   * adapter, memory stays flat. Stops soon after `signal` aborts.
   */
  abstract history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Opens a stream; resolves once it is live at the venue, throws DomainError when it cannot be. */
  abstract open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream>;
  /** Releases sockets and files; idempotent. */
  abstract close(): Promise<void>;
}

/** History that stays as it is once it is old enough, so that what was fetched may be kept. */
export interface KeptHistory {
  /**
   * All that it depends on besides the instrument: the venue's address, the feed, whether it is a test network. No secret: it
   * stands in the store. 1 to 200 characters; what was kept under another text is not given.
   */
  readonly source: string;
  /** From when on it is final: so many microseconds after an event, whatever comes late or is corrected. Above 0. */
  readonly latenessUs: number;
}

/** How a worker thread builds the market-data side: the module's `createMarketDataAdapter(config)` is called there. */
export interface MarketDataSide {
  /** `import.meta.resolve`-able file URL of a module that exports `createMarketDataAdapter`. */
  readonly moduleUrl: string;
  /** Structured-cloneable configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Absent = it is fetched anew each time. Ignored of a driven side, which has its history at hand. */
  readonly history?: KeptHistory;
  /** Opened streams stay silent; a replay driver publishes on them what the adapter's history holds. */
  readonly driven?: boolean;
  /** How many connections the venue allows at a time; absent = any number. All streams of such an adapter share them. */
  readonly connections?: number;
}

/** What the module named by MarketDataSide.moduleUrl exports. */
export interface MarketDataModule {
  createMarketDataAdapter(config: Readonly<Record<string, unknown>>): MarketDataAdapter | Promise<MarketDataAdapter>;
}
