import type { ErrorCode, Instrument, Side } from '@bourseworks/domain';
import type { OrderHandle } from '../runtime/order-handle.js';

/** WORKING until one of the others: all was filled; it was cancelled; its time is over; its orders are refused. */
export type ExecutionState = 'WORKING' | 'FILLED' | 'CANCELLED' | 'EXPIRED' | 'FAILED';

/** A quantity that is worked by several orders, one open at a time. Its fields follow the events of these. */
export interface Execution {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Quantity units, as all quantities here. */
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly leavesQuantity: number;
  /** In price units with a fraction, for display; 0 without a fill. */
  readonly averagePrice: number;
  readonly state: ExecutionState;
  /** Why it is FAILED, CANCELLED or EXPIRED. */
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  /** Sent so far, oldest first. */
  readonly orders: readonly OrderHandle[];
  /** Resolves when it works no more and nothing of it is open. Never rejects. */
  readonly done: Promise<Execution>;
  /** Cancels what is open, and sends no more. Idempotent. */
  cancel(reason?: string): void;
}

/** What all ways to work a quantity have in common. */
export interface ExecutionTerms {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Positive multiple of the lot. */
  readonly quantity: number;
  /** Worst price of any order; without it what takes is a market order. */
  readonly limit?: number;
  readonly adapter?: string;
  /** Why; stands in each order. */
  readonly reason?: string;
  readonly reduceOnly?: boolean;
}

/** Over a time, by a plan: what a slice leaves unfilled is caught up with by the next. */
interface ScheduledTerms extends ExecutionTerms {
  readonly durationUs: number;
  /**
   * TAKE (default): each slice takes what the book offers, up to `limit`. JOIN: it rests at the best price of its own side, as
   * last quoted, until the next slice; what is left at the end takes. It needs a subscription to quotes, and waits for one.
   */
  readonly style?: 'TAKE' | 'JOIN';
}

/** Time-weighted: equal parts at equal intervals, the first at once. */
export interface TwapTerms extends ScheduledTerms {
  /** 1 to 10 000. */
  readonly slices: number;
}

/** As TWAP, with parts in proportion to `shares`: a volume profile (VWAP), or any other schedule such as Almgren-Chriss. */
export interface VwapTerms extends ScheduledTerms {
  /** 1 to 10 000 numbers from 0, not all 0. */
  readonly shares: readonly number[];
}

/** Percentage of volume: never more than `participation` of what traded since the start. Needs a subscription to trades. */
export interface PovTerms extends ExecutionTerms {
  /** Above 0, at most 1; its own fills are in the volume as well. */
  readonly participation: number;
  /** Least quantity of an order; default: the least of the instrument. */
  readonly clip?: number;
  /** Gives up the rest after so long; default: never. */
  readonly durationUs?: number;
}

/** Shows a part at a time: the next is sent when one is filled. For venues that cannot do it themselves (`displayQty`). */
export interface IcebergTerms extends ExecutionTerms {
  readonly limit: number;
  readonly displayQuantity: number;
}
