import type { Adjustment, AssetClass, ErrorCode, FeedTally, Side, StreamKind, StreamState } from '@bourseworks/domain';
import type { DecimalText, NanosText } from './common.js';

/** What every item may carry. `time` (of a bar `start` and `end`) is the venue's, `received` is ours. */
interface MarkedShape {
  /** When the platform received it; absent where it was not received as it happened. */
  readonly received?: NanosText;
  /** Number that the venue gives it in its own feed. */
  readonly venueSequence?: number;
  /**
   * Sum of what sets it apart: 1 late, 2 correction, 4 cancelled, 8 backfilled, 16 odd lot, 32 special condition, 64 auction.
   * Absent = 0. Bits beyond these may come later and are passed on.
   */
  readonly flags?: number;
}

/** Market data carry JSON numbers: decimals of the currency and of the base. */
export interface TradeShape extends MarkedShape {
  readonly time: NanosText;
  readonly price: number;
  readonly quantity: number;
  readonly aggressor?: Side;
  readonly tradeId?: string;
  /** Id of the trade that a correction replaces or that is cancelled. */
  readonly corrects?: string;
  /** Codes of the venue, at most 16 of at most 32 characters. */
  readonly conditions?: readonly string[];
}

export interface QuoteShape extends MarkedShape {
  readonly time: NanosText;
  /** 0 with size 0 = this side is empty. */
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
  /** As of trades. */
  readonly conditions?: readonly string[];
}

/** Bar over [start, end). */
export interface BarShape extends MarkedShape {
  readonly start: NanosText;
  readonly end: NanosText;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Number of trades where the venue tells. */
  readonly trades?: number;
  /** How often it was published before with other values; absent = 0. */
  readonly revision?: number;
}

export type LevelShape = readonly [price: number, quantity: number];

/** `type: snapshot` replaces the book; `type: delta` changes levels, quantity 0 removes one. */
export interface BookShape extends MarkedShape {
  readonly type: 'snapshot' | 'delta';
  readonly time: NanosText;
  readonly venueSequence: number;
  readonly bids: readonly LevelShape[];
  readonly asks: readonly LevelShape[];
  /** The venue's checksum of the book after this item, u32. */
  readonly checksum?: number;
}

export type MarketDataItem = TradeShape | QuoteShape | BarShape | BookShape;

/**
 * One message of a live topic: items seq0, seq0 + 1, … The sequences of an epoch start at 1 and have no holes. Whoever takes
 * over the topic has a higher epoch; messages of a lower epoch than one that was heard are void.
 */
export interface MarketDataBatch<Item extends MarketDataItem = MarketDataItem> {
  /** Safe integer, at least 1. */
  readonly epoch: number;
  readonly seq0: number;
  readonly items: readonly Item[];
}

/** Message of `marketdata/status/v1/{venue}/{symbol}`. */
export interface MarketDataStatusShape {
  readonly state: StreamState;
  readonly kind: StreamKind;
  readonly topic: string;
  readonly time: NanosText;
  readonly epoch: number;
  /** Last sequence of the epoch published on the topic when the state changed. */
  readonly sequence: number;
  readonly reason?: string;
  /** Why the venue does not give the stream, where that is a code of the error table. */
  readonly code?: ErrorCode;
}

export interface InstrumentShape {
  readonly venue: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  readonly base: string;
  readonly tickSize: DecimalText;
  readonly lotSize: DecimalText;
  readonly priceScale: number;
  readonly qtyScale: number;
  readonly multiplier: number;
  readonly minQuantity: DecimalText;
  readonly maxQuantity: DecimalText;
}

/** Request on `marketdata/request/live`. */
export interface LiveDataRequestShape {
  readonly requestId: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  /** Adapter other than the venue's default. */
  readonly adapter?: string;
  /** Who asks; leases are counted per subscriber. */
  readonly subscriber: string;
  /** How long the lease holds without a renewal, 5-300 s; default 30. */
  readonly leaseSeconds?: number;
}

export interface LiveDataReplyShape {
  readonly topic: string;
  readonly status: 'started' | 'joined';
  readonly epoch: number;
  /** Last sequence of the epoch published so far; the next item has sequence + 1 or later. */
  readonly sequence: number;
  /** What was told of the stream last: whoever comes in a halt learns it. */
  readonly state?: StreamState;
  readonly reason?: string;
  readonly leaseId: string;
  readonly leaseSeconds: number;
  readonly instrument: InstrumentShape;
}

/** Request on `marketdata/request/release` and `marketdata/request/renew`. */
export interface LeaseRequestShape {
  readonly leaseId: string;
  readonly subscriber: string;
}

export interface LeaseReplyShape {
  readonly leaseId: string;
  readonly status: 'renewed' | 'released';
}

/** Where history is read: at the venue, with what is kept of it, or from what market-data recorded itself. */
export const HISTORY_SOURCES = ['venue', 'store'] as const;
export type HistorySource = (typeof HISTORY_SOURCES)[number];

/** Request on `marketdata/request/historical`: [from, to). Answered in parts, then an end. */
export interface HistoricalDataRequestShape {
  readonly requestId: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  readonly adapter?: string;
  readonly from: NanosText;
  readonly to: NanosText;
  /** What the prices are adjusted for; absent = raw. */
  readonly adjustment?: Adjustment;
  /** Absent = venue. */
  readonly source?: HistorySource;
  /** Who asks, and alone may cancel it on `marketdata/request/cancel`; absent = nobody may. */
  readonly subscriber?: string;
}

/** One part of a history answer. The last has `end: true`, no items and the totals; the first carries the instrument. */
export interface HistoricalDataPartShape {
  readonly requestId: string;
  readonly part: number;
  readonly items: readonly MarketDataItem[];
  readonly instrument?: InstrumentShape;
  /** How much of the range is answered with this part, by time: from 0 to 1, never less than before; 1 in the last. */
  readonly progress?: number;
  readonly end?: boolean;
  readonly totalItems?: number;
}

/** Request on `marketdata/request/cancel`. */
export interface CancelHistoryRequestShape {
  readonly requestId: string;
  /** As in the request that it ends. */
  readonly subscriber: string;
}

export interface CancelHistoryReplyShape {
  readonly requestId: string;
  readonly status: 'cancelled' | 'unknown';
}

/** Request on `marketdata/request/snapshot`: a fresh book of a running book stream. */
export interface SnapshotRequestShape {
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string;
}

/** `book.type` is snapshot; it includes all items of `topic` up to `sequence` of the epoch. */
export interface SnapshotReplyShape {
  readonly topic: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly book: BookShape;
}

/** Request on `marketdata/instance/v1/{instance}/join`: a stream that this instance runs, or has to. */
export interface StreamJoinShape {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
}

/** Answered when the stream is live: up to where it was published. */
export interface StreamPlaceShape {
  readonly epoch: number;
  readonly sequence: number;
  /** What was told of the stream last. */
  readonly state?: StreamState;
  readonly reason?: string;
}

/** Request on `marketdata/instance/v1/{instance}/snapshot`: as of a book stream that this instance runs. */
export interface TopicRequestShape {
  readonly topic: string;
}

/** Request on `marketdata/request/instruments`. */
export interface InstrumentsRequestShape {
  readonly venue?: string;
  readonly adapter?: string;
}

export interface InstrumentsReplyShape {
  readonly instruments: readonly (InstrumentShape & {
    readonly adapter: string;
    readonly kinds: readonly StreamKind[];
  })[];
}

/** Request on `marketdata/request/feeds`: all streams that run, or those of a venue, a symbol, an adapter. */
export interface FeedsRequestShape {
  readonly venue?: string;
  readonly symbol?: string;
  readonly adapter?: string;
}

/** How one stream fares in the instance that runs it; counts are those since it was opened there. */
export interface FeedShape {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  readonly topic: string;
  /** The instance that runs it. */
  readonly instance: string;
  /** What was told last, and since when; OPENING before anything was. */
  readonly state: StreamState | 'OPENING';
  readonly since: NanosText;
  readonly reason?: string;
  readonly code?: ErrorCode;
  readonly epoch: number;
  /** Last sequence of the epoch that was published. */
  readonly sequence: number;
  /** Leases on it, as they were last counted. */
  readonly subscribers: number;
  /** Items that were published, and that could not be. */
  readonly items: number;
  readonly dropped: number;
  /** Live items a second over the last ten; absent, like lag and silence, where the thread that has it does not answer. */
  readonly ratePerSecond?: number;
  /** Largest time from the venue to here in these seconds, milliseconds; below 0 when the venue's clock is ahead. */
  readonly lagMs?: number;
  /** Time since the last live item, milliseconds; absent before the first. */
  readonly quietMs?: number;
  /** `gaps`, `duplicates`, `reorders` (items out of their order, late ones among them), `reconnects` and the rest. */
  readonly counts: Readonly<Record<FeedTally, number>>;
}

/** Sorted by venue, symbol, kind and adapter. */
export interface FeedsReplyShape {
  readonly feeds: readonly FeedShape[];
  /** Instances that answered. */
  readonly instances: readonly string[];
  /** Instances that are alive, or were a moment ago, and did not answer: their streams are not here. */
  readonly silent: readonly string[];
  /** Why other instances could not be asked: the store that names them is away. */
  readonly problem?: string;
  /** Streams beyond the 2 000 that an answer holds. */
  readonly omitted: number;
}
