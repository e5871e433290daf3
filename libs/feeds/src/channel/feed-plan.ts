import type { BookSnapshot, MarketDataEvent } from '@bourseworks/domain';
import type { GuardOptions } from '../sequence/sequence-guard.js';

/** How a stream of a venue is kept whole. */
export interface FeedPlan {
  /**
   * Which number of an event rises by one from event to event: `venueSequence`, or the trade's id as a whole number. `none`:
   * nothing tells what is missing while the connection lives, as with quotes and bars, and books, which a BookKeeper looks at.
   */
  readonly order: 'sequence' | 'trade-id' | 'none';
  /** How long events wait for those that they overtook; by default not at all. */
  readonly reorder?: GuardOptions;
  /**
   * Events of venue time [fromUs, toUs), in order, in parts; more at both ends does no harm. Absent = what is missed stays
   * missed. It stops soon after `signal` aborts.
   */
  readonly backfill?: (fromUs: number, toUs: number, signal: AbortSignal) => AsyncIterable<readonly MarketDataEvent[]>;
  /** How long a backfill may take, microseconds; by default 30 s. */
  readonly backfillUs?: number;
  /** Live events that may wait while missed ones are fetched. */
  readonly maxHeld: number;
  /** Silence after which the stream is stale, microseconds; absent = it may be silent for ever. */
  readonly staleUs?: number;
  /** Of a book: the whole book, undefined while it is not known. The stream is live only while it is. */
  readonly book?: () => BookSnapshot | undefined;
}
