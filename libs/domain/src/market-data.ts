import type { Side } from './order/order.js';

/**
 * Market data inside the platform. Prices and quantities are integers of their instrument (see Instrument); times are
 * (us, ns) pairs. Wire shapes with decimal numbers live in the dto library.
 */
export interface Trade {
  readonly kind: 'trade';
  readonly us: number;
  readonly ns: number;
  readonly price: number;
  readonly quantity: number;
  /** Side of the aggressor, when the venue tells. */
  readonly aggressor?: Side;
  readonly tradeId?: string;
  readonly flags?: number;
}

export interface Quote {
  readonly kind: 'quote';
  readonly us: number;
  readonly ns: number;
  /** 0 with size 0 = this side is empty. */
  readonly bidPrice: number;
  readonly bidQuantity: number;
  readonly askPrice: number;
  readonly askQuantity: number;
}

/** What sets an event apart from an ordinary one: bits of `flags`. */
export const FLAG = {
  LATE: 1,
  CORRECTION: 2,
  CANCELLED: 4,
  BACKFILLED: 8,
  ODD_LOT: 16,
  CONDITION: 32,
  AUCTION: 64,
} as const;

/** One bar over [startUs, endUs). It is known, and may be acted on, at endUs. */
export interface Bar {
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
  /** How often the bar was told anew; absent = 0. */
  readonly revision?: number;
  readonly flags?: number;
}

/** [price, quantity] of one side, best first. Quantity 0 in a delta removes the level. */
export type BookLevel = readonly [price: number, quantity: number];

export interface BookSnapshot {
  readonly kind: 'book-snapshot';
  readonly us: number;
  readonly ns: number;
  /** Venue sequence that the snapshot includes. */
  readonly venueSequence: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export interface BookDelta {
  readonly kind: 'book-delta';
  readonly us: number;
  readonly ns: number;
  readonly venueSequence: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export type MarketDataEvent = Trade | Quote | Bar | BookSnapshot | BookDelta;

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

export const STREAM_STATES = ['LIVE', 'STALE', 'GAP_START', 'GAP_END', 'RESYNCING', 'HALTED', 'ENDED'] as const;
export type StreamState = (typeof STREAM_STATES)[number];
