import type { Instrument } from '@bourseworks/domain';

/**
 * OFF: every order goes to the broker at once. NET: orders are held, and what stands against each other when a hold ends is
 * netted. CROSS: an order is matched on its arrival as well.
 */
export const CROSSING_MODES = ['OFF', 'NET', 'CROSS'] as const;
export type CrossingMode = (typeof CROSSING_MODES)[number];

export interface CrossingPolicy {
  readonly mode: CrossingMode;
  /** How long an order is held, microseconds, 0 to MAX_HOLD_US; 0 = until the engine is next asked to release. */
  readonly holdUs: number;
  /** Oldest best bid and offer that a midpoint is taken from, microseconds. */
  readonly maxQuoteAgeUs: number;
}

export const MAX_HOLD_US = 60_000_000;
export const MAX_QUOTE_AGE_US = 3_600_000_000;
export const NO_CROSSING: CrossingPolicy = { mode: 'OFF', holdUs: 0, maxQuoteAgeUs: 1_000_000 };

/** Internal crossing between the strategies of one account. Asked for each order: a change holds from the next one on. */
export interface CrossingOptions {
  policyOf(account: string): CrossingPolicy;
  /** Whether trading in an instrument is halted; absent = never. */
  halted?(instrument: Instrument): boolean;
  /** Orders held at a time, default 10 000; beyond them orders go to the broker at once. */
  readonly maxHeld?: number;
}

export const MAX_HELD = 10_000;
