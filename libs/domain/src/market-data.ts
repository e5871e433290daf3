import type { Side } from './order/order.js';
import type { Timestamp } from './time.js';

/**
 * Market data inside the platform. Prices and quantities are integers of their instrument (see Instrument); times are
 * (us, ns) pairs. Wire shapes with decimal numbers live in the dto library.
 *
 * `us` and `ns` are the VENUE's time everywhere: when it happened there. When it came to us stands beside it
 * (`receivedUs`); whoever acts on events, orders them or judges their age goes by `knownUs`.
 */
interface Marked {
  /**
   * When this platform received it, epoch microseconds; `receivedNs` is the rest, 0-999, default 0. Absent where it was not
   * received as it happened: data fetched as history, files without a time of receipt.
   */
  readonly receivedUs?: number;
  readonly receivedNs?: number;
  /** Number that the venue gives it in its own feed, a safe integer. */
  readonly venueSequence?: number;
  /** Bits of FLAG; absent = none. */
  readonly flags?: number;
}

/** What sets an event apart from an ordinary one: bits of `flags`. */
export const FLAG = {
  /** The venue reported it out of its order of time. */
  LATE: 1,
  /** Takes the place of an earlier event: of the trade `corrects`, or of the bar of the same times (`revision` above 0). */
  CORRECTION: 2,
  /** Takes an earlier trade back, `corrects`; price and quantity are those of the trade that is void. */
  CANCELLED: 4,
  /** Fetched after a gap, not received as it happened. */
  BACKFILLED: 8,
  /** Less than a round lot, which counts for volume only. */
  ODD_LOT: 16,
  /** A special condition of the venue, see `conditions`: not at the market's price of the moment. */
  CONDITION: 32,
  /** Out of an auction. */
  AUCTION: 64,
} as const;

/** All bits that `flags` may have. */
export const ALL_FLAGS = Object.values(FLAG).reduce((bits, bit) => bits | bit, 0);

/** Whether an event has at least one of these bits of FLAG. */
export function hasFlag({ flags = 0 }: { readonly flags?: number }, bits: number): boolean {
  return (flags & bits) !== 0;
}

export interface Trade extends Marked {
  readonly kind: 'trade';
  readonly us: number;
  readonly ns: number;
  readonly price: number;
  readonly quantity: number;
  /** Side of the aggressor, when the venue tells. */
  readonly aggressor?: Side;
  readonly tradeId?: string;
  /** Id of the trade that a CORRECTION replaces or that is CANCELLED. */
  readonly corrects?: string;
  /** Codes of the venue as it sends them, at most MAX_CONDITIONS. */
  readonly conditions?: readonly string[];
}

export interface Quote extends Marked {
  readonly kind: 'quote';
  readonly us: number;
  readonly ns: number;
  /** 0 with size 0 = this side is empty. */
  readonly bidPrice: number;
  readonly bidQuantity: number;
  readonly askPrice: number;
  readonly askQuantity: number;
  /** As of Trade. */
  readonly conditions?: readonly string[];
}

/** Codes that one event may carry. */
export const MAX_CONDITIONS = 16;

/** One bar over [startUs, endUs). It is known, and may be acted on, at endUs, or when it was received. */
export interface Bar extends Marked {
  readonly kind: 'bar';
  readonly startUs: number;
  readonly endUs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Number of trades, -1 when not known. */
  readonly trades: number;
  /** How often this bar was published before with other values, as after a late trade; absent = 0. */
  readonly revision?: number;
}

/**
 * [price, quantity] of one side, best first. Quantity 0 in a delta removes the level. The quantity is the sum of orders: it may
 * exceed the 2^50 units that an order has at most, but not the safe integers.
 */
export type BookLevel = readonly [price: number, quantity: number];

interface BookEvent extends Marked {
  readonly us: number;
  readonly ns: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  /** The venue's checksum of the book after this event, u32, by the venue's own rule. */
  readonly checksum?: number;
}

export interface BookSnapshot extends BookEvent {
  readonly kind: 'book-snapshot';
  /** Venue sequence that the snapshot includes. */
  readonly venueSequence: number;
}

export interface BookDelta extends BookEvent {
  readonly kind: 'book-delta';
  readonly venueSequence: number;
}

export type MarketDataEvent = Trade | Quote | Bar | BookSnapshot | BookDelta;

/**
 * When an event became known here, epoch microseconds: when it was received; where that is not told, a bar at its end and
 * anything else at its own time. Nothing may be acted on before it.
 */
export function knownUs(event: MarketDataEvent): number {
  return event.receivedUs ?? (event.kind === 'bar' ? event.endUs : event.us);
}

/** The same with its nanoseconds, for an order of events. */
export function knownAt(event: MarketDataEvent): Timestamp {
  const us = knownUs(event);
  if (event.receivedUs !== undefined) return { us, ns: event.receivedNs ?? 0 };
  return { us, ns: event.kind === 'bar' ? 0 : event.ns };
}

/**
 * Whether a trade or bar tells the market's price of the moment in which it became known. What is late, was fetched after a
 * gap, corrects something, or was made at conditions of its own does not.
 */
export function isPriceOfNow(event: Trade | Bar): boolean {
  return !hasFlag(event, NOT_OF_NOW);
}

const NOT_OF_NOW = FLAG.LATE | FLAG.CORRECTION | FLAG.CANCELLED | FLAG.BACKFILLED | FLAG.ODD_LOT | FLAG.CONDITION;

/** Kinds of streams: `bar-` is followed by a length such as 1s, 5s, 1m, 5m, 1h, 1d. */
export const STREAM_KINDS = [
  'trade',
  'quote',
  'book',
  'bar-1s',
  'bar-5s',
  'bar-1m',
  'bar-5m',
  'bar-1h',
  'bar-1d',
] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

const BAR_SECONDS: Readonly<Record<string, number>> = {
  'bar-1s': 1,
  'bar-5s': 5,
  'bar-1m': 60,
  'bar-5m': 300,
  'bar-1h': 3_600,
  'bar-1d': 86_400,
};

/** Length of a bar kind in seconds, or 0 for other kinds. */
export function barSeconds(kind: StreamKind): number {
  return BAR_SECONDS[kind] ?? 0;
}

const KIND_OF_LENGTH = new Map(Object.entries(BAR_SECONDS).map(([kind, seconds]) => [seconds * 1e6, kind]));

const HOUR_US = 3_600e6;

/** The kind of stream that a bar of its length is of; `bar` for any other length. A day where clocks change has 23 or 25 hours. */
export function barKind({ startUs, endUs }: Pick<Bar, 'startUs' | 'endUs'>): string {
  const lengthUs = endUs - startUs;
  const kind = KIND_OF_LENGTH.get(lengthUs);
  if (kind !== undefined) return kind;
  return lengthUs === 23 * HOUR_US || lengthUs === 25 * HOUR_US ? 'bar-1d' : 'bar';
}

export const STREAM_STATES = ['LIVE', 'STALE', 'GAP_START', 'GAP_END', 'RESYNCING', 'HALTED', 'ENDED'] as const;
export type StreamState = (typeof STREAM_STATES)[number];

/**
 * What the history of prices is adjusted for: `raw` nothing, as they were traded; `split` splits; `all` dividends too. The
 * last price of the range is as it was traded.
 */
export const ADJUSTMENTS = ['raw', 'split', 'all'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** What happens to a feed and is counted: `backfilled` counts events, all others count occurrences. */
export const FEED_TALLIES = [
  'gaps',
  'duplicates',
  'reorders',
  'checksumFaults',
  'malformed',
  'overflows',
  'reconnects',
  'backfilled',
] as const;
export type FeedTally = (typeof FEED_TALLIES)[number];
