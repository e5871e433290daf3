import type { Instrument } from '@bourseworks/domain';

/** An account as configured; cash is ledger money at 10^-18 of `currency`. */
export interface AccountConfig {
  readonly id: string;
  readonly currency: string;
  readonly cash: bigint;
}

export interface PositionFilter {
  readonly account?: string;
  /** `all` = one row per instrument of the account. */
  readonly strategy?: string;
}

/** A position at a moment: plain values. Amounts are ledger money; quantity and mark are units of the instrument. */
export interface PositionView {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  /** Signed. */
  readonly quantity: number;
  /** Decimal text, for display; undefined when flat. */
  readonly averagePrice: string | undefined;
  readonly mark: number;
  readonly marketValue: bigint;
  readonly cost: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  readonly fees: bigint;
  readonly cashFlow: bigint;
}

export interface PortfolioSnapshot {
  readonly account: string;
  readonly strategy: string;
  readonly currency: string;
  readonly initialCash: bigint;
  readonly cash: bigint;
  /** initialCash + realized + unrealized - fees, and also cash + market value: the two are equal in integers. */
  readonly equity: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  readonly fees: bigint;
  readonly grossExposure: bigint;
  readonly netExposure: bigint;
  /** Balances by currency, of accounts only: fees may be charged in another currency than the account's. */
  readonly balances: readonly { readonly currency: string; readonly amount: bigint }[];
  readonly positions: readonly PositionView[];
}

export interface Totals {
  realized: bigint;
  unrealized: bigint;
  fees: bigint;
  gross: bigint;
  net: bigint;
  cashFlow: bigint;
}

export function emptyTotals(): Totals {
  return { realized: 0n, unrealized: 0n, fees: 0n, gross: 0n, net: 0n, cashFlow: 0n };
}
