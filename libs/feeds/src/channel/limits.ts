import type { MarketDataEvent } from '@bourseworks/domain';

/** How long a backfill may take by default. */
export const BACKFILL_US = 30_000_000;
/** The same while somebody waits for the stream, who waits for some seconds only. */
export const GO_ON_US = 4_000_000;

/** Before the first event. A number, for a field that is one now and then makes an object of each. */
export const NOTHING_US = Number.NEGATIVE_INFINITY;

/** A gap within a gap, made while missed events were fetched, is fetched too, so many times. */
export const MAX_ROUNDS = 3;

/** How far the clocks of a venue and ours may be apart. */
export const SKEW_US = 5_000_000;

/** Never written to. */
export const EMPTY: MarketDataEvent[] = [];
