import { LOGIN_PAUSE_MS, type BackoffOptions } from '@bourseworks/venue-client';

/** Times and bounds; tests have their own. */
export interface CcxtTimes {
  /** A stream's connection is pinged at least so often, milliseconds; it is dead when two pings are not answered. */
  readonly keepAliveMs: number;
  /** ccxt does not tell that a subscription stands: so long without a refusal on an open connection is taken for it, microseconds. */
  readonly settleUs: number;
  /** Waits after a fault, shared by all streams of the exchange. */
  readonly backoff: BackoffOptions;
  /** Nothing is asked for so long after a login was refused, microseconds. */
  readonly loginPauseUs: number;
  /** Attempts of one question, and the waits between them. */
  readonly attempts: number;
  readonly retryBackoff: BackoffOptions;
  /** Nothing is asked for so long after the exchange had too many requests and did not say for how long, microseconds. */
  readonly banUs: number;
  /** How long a stream may take to be live, microseconds. */
  readonly openUs: number;
  /** Silence after which a stream is stale, microseconds; of bars twice their length and this. Many markets are traded rarely. */
  readonly staleUs: number;
  /** How often streamed trades are compared with the list of trades, microseconds. */
  readonly auditUs: number;
  /** How much later than the list a stream may tell a trade, microseconds. */
  readonly overtakeUs: number;
  /** How long after its end a bar is asked for, microseconds. */
  readonly barGraceUs: number;
  /** Bars are asked for at least so often, microseconds. */
  readonly barPollUs: number;
  /** Milliseconds between requests; undefined = as ccxt knows it of the exchange. */
  readonly spacingMs: number | undefined;
}

export const CCXT_TIMES: CcxtTimes = {
  keepAliveMs: 15_000,
  settleUs: 1_000_000,
  backoff: { firstMs: 500, maxMs: 60_000 },
  loginPauseUs: LOGIN_PAUSE_MS * 1_000,
  attempts: 4,
  retryBackoff: { firstMs: 200, maxMs: 5_000 },
  banUs: 5_000_000,
  openUs: 20_000_000,
  staleUs: 300_000_000,
  auditUs: 30_000_000,
  overtakeUs: 3_000_000,
  barGraceUs: 2_000_000,
  barPollUs: 3_600_000_000,
  spacingMs: undefined,
};
