import type { CrossingMode } from '@bourseworks/risk';

export interface CrossingPolicy {
  readonly mode: CrossingMode;
  /** How long an order is held, microseconds; 0 = until the engine is next asked to release. */
  readonly holdUs: number;
  /** Oldest best bid and offer that a midpoint is taken from, microseconds. */
  readonly maxQuoteAgeUs: number;
}

export const NO_CROSSING: CrossingPolicy = { mode: 'OFF', holdUs: 0, maxQuoteAgeUs: 1_000_000 };

/** Internal crossing between the strategies of one account. Asked for each order: a change holds from the next one on. */
export interface CrossingOptions {
  policyOf(account: string): CrossingPolicy;
}

/** Orders held at a time by default; beyond them orders go to the broker at once. */
export const MAX_HELD = 10_000;
