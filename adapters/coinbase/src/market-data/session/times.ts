import type { BackoffOptions } from '@bourseworks/venue-client';

/** Times and bounds; tests have their own. */
export interface CoinbaseTimes {
  /** Silence after which a connection is dead, milliseconds. The venue sends a heartbeat a second. */
  readonly silenceMs: number;
  /** How often we ping. */
  readonly pingMs: number;
  /** How long the answer to a subscription may take. */
  readonly answerMs: number;
  /** Subscriptions asked for, or left, a second: the venue takes eight of an address. */
  readonly questions: number;
  /** How long a message that was overtaken by others is waited for, milliseconds. */
  readonly orderMs: number;
  /** Waits before a connection, and a book, is begun anew. */
  readonly backoff: BackoffOptions;
  /** A book that was right for so long is begun anew without a wait, microseconds. */
  readonly stableUs: number;
  /** How long a stream may take to be live, microseconds. */
  readonly openUs: number;
  /** Silence after which a stream is stale, microseconds. Many products are traded rarely. */
  readonly staleUs: number;
  /** Requests of REST in `restWindowUs` microseconds: the venue allows an address ten a second. */
  readonly restRequests: number;
  readonly restWindowUs: number;
}

export const COINBASE_TIMES: CoinbaseTimes = {
  silenceMs: 10_000,
  pingMs: 4_000,
  answerMs: 10_000,
  questions: 6,
  orderMs: 250,
  backoff: { firstMs: 250, maxMs: 30_000 },
  stableUs: 30_000_000,
  openUs: 15_000_000,
  staleUs: 300_000_000,
  restRequests: 8,
  restWindowUs: 1_000_000,
};
