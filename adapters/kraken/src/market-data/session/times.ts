import type { BackoffOptions } from '@bourseworks/venue-client';

/** Times and bounds; tests have their own. */
export interface KrakenTimes {
  /** Silence after which a connection is dead, milliseconds. With any subscription the venue sends a heartbeat a second. */
  readonly silenceMs: number;
  /** How often we ping, for without a subscription there is no heartbeat. */
  readonly pingMs: number;
  /** How long the answer to a subscription may take. */
  readonly answerMs: number;
  /** Waits before a connection, and a book, is begun anew. */
  readonly backoff: BackoffOptions;
  /** A book that was right for so long is begun anew without a wait, microseconds. */
  readonly stableUs: number;
  /** How long a stream may take to be live, microseconds. */
  readonly openUs: number;
  /** Silence after which a stream is stale, microseconds; of bars twice their length and this. Many pairs are traded rarely. */
  readonly staleUs: number;
  /** How long a bar that has ended may still change, microseconds, unless the next one begins before. */
  readonly barGraceUs: number;
  /** Requests of REST in `restWindowUs` microseconds. */
  readonly restRequests: number;
  readonly restWindowUs: number;
}

export const KRAKEN_TIMES: KrakenTimes = {
  silenceMs: 10_000,
  pingMs: 4_000,
  answerMs: 10_000,
  backoff: { firstMs: 250, maxMs: 30_000 },
  stableUs: 30_000_000,
  openUs: 15_000_000,
  staleUs: 300_000_000,
  barGraceUs: 1_500_000,
  restRequests: 1,
  restWindowUs: 1_000_000,
};
