import type { ErrorCode, Instrument, Side } from '@bourseworks/domain';

/** An order, or the new terms of one, as a check of your own sees it. Units of the instrument; notionals at 10^-4. */
export interface RiskOrder {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly market: boolean;
  readonly quantity: number;
  /** 0 for orders without a limit. */
  readonly price: number;
  /** Trigger of a stop; 0 for all others, and for a trailing stop that takes its first one from the market. */
  readonly stopPrice: number;
  readonly notional: number;
  /** Of the strategy in the instrument, before this order. */
  readonly position: number;
  readonly openBuy: number;
  readonly openSell: number;
  readonly nowUs: number;
}

/** What a check of your own answers when it refuses; decimal texts. */
export interface RiskRefusal {
  /** Default RISK_CHECK. */
  readonly code?: ErrorCode;
  readonly message: string;
  readonly limit?: string;
  readonly observed?: string;
}

/**
 * A check of your own, run after the built-in ones. Synchronous, O(1), without side effects: it is asked again for
 * replaces, and not at all in a replay.
 */
export interface RiskCheck {
  readonly name: string;
  check(order: RiskOrder): RiskRefusal | undefined;
}
