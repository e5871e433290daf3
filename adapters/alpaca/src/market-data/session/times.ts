import type { BackoffOptions } from '@bourseworks/venue-client';

/** Times and bounds; tests have their own. Milliseconds, unless they say otherwise. */
export interface AlpacaDataTimes {
  /** Silence, of pongs too, after which a connection is dead. */
  readonly silenceMs: number;
  /** How often we ping. */
  readonly pingMs: number;
  /** From the attempt to connect to the login: Alpaca allows ten seconds. */
  readonly loginMs: number;
  /** How long the answer to a subscription may take. */
  readonly answerMs: number;
  /** Wait after refused keys. */
  readonly authRetryMs: number;
  /** Waits before a connection, and a book, is begun anew. */
  readonly backoff: BackoffOptions;
  /** Waits, each twice as long as the one before, while the account has its one connection elsewhere. */
  readonly occupied: BackoffOptions;
  /** After this a subscription that stood, and that the plan has no room for any more, is asked for again. */
  readonly roomMs: number;
  /** How long a connection without a stream is kept: the next stream may come at once. */
  readonly lingerMs: number;
  /** How long after its end a daily bar is waited for, and a bar that has just ended in history. */
  readonly barGraceMs: number;
  /** A book that was right for so long is begun anew without a wait, microseconds. */
  readonly stableUs: number;
  /** How long a stream may take to be live, microseconds. */
  readonly openUs: number;
  /** Silence after which a stream of crypto is stale, microseconds. Stocks are silent for most of a week. */
  readonly staleUs: number;
}

export const ALPACA_DATA_TIMES: AlpacaDataTimes = {
  silenceMs: 20_000,
  pingMs: 5_000,
  loginMs: 10_000,
  answerMs: 10_000,
  authRetryMs: 60_000,
  backoff: { firstMs: 250, maxMs: 30_000 },
  occupied: { firstMs: 5_000, maxMs: 120_000 },
  roomMs: 30_000,
  lingerMs: 30_000,
  barGraceMs: 2_000,
  stableUs: 30_000_000,
  openUs: 12_000_000,
  staleUs: 300_000_000,
};
