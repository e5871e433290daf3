import type { Instrument } from '@bourseworks/domain';

/** An account as configured; cash is ledger money at 10^-18 of `currency`. */
export interface AccountConfig {
  readonly id: string;
  readonly currency: string;
  readonly cash: bigint;
  /** Keep lots beside the netted positions: first in, first out, or hedged by id. Default false: they cost memory. */
  readonly lots?: boolean;
}

export interface PositionFilter {
  readonly account?: string;
  /** `all` = one row per instrument of the account. */
  readonly strategy?: string;
  /** Time that the ages of marks are counted to, microseconds since the epoch. Without it no row is called stale. */
  readonly nowUs?: number;
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
  /** Time of the mark, 0 when it is not known. */
  readonly markUs: number;
  /** The mark is older than the portfolio allows at `nowUs` of the query. */
  readonly stale: boolean;
  readonly marketValue: bigint;
  readonly cost: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  readonly fees: bigint;
  /** Dividends, funding, cost of borrowing: received less paid. */
  readonly income: bigint;
  readonly cashFlow: bigint;
}

export interface Balance {
  readonly currency: string;
  readonly amount: bigint;
}

/** Figures in the account's own currency. What is in others stands in `balances`, `positions` and `unconverted`. */
export interface PortfolioSnapshot {
  readonly account: string;
  readonly strategy: string;
  readonly currency: string;
  readonly initialCash: bigint;
  readonly cash: bigint;
  /**
   * initialCash + otherCash + realized + unrealized - fees + income, and also cash + market value: the two are equal in
   * integers.
   */
  readonly equity: bigint;
  /** Deposits less withdrawals, conversions, and fees for instruments of another currency. */
  readonly otherCash: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  readonly fees: bigint;
  readonly income: bigint;
  readonly grossExposure: bigint;
  readonly netExposure: bigint;
  /** Balances by currency, of accounts only: fees may be charged in another currency than the account's. */
  readonly balances: readonly Balance[];
  /** Currencies of positions that the figures leave out: `report` takes them in, at stated rates. */
  readonly unconverted: readonly string[];
  /** Some open position is valued at a stale mark. */
  readonly stale: boolean;
  readonly positions: readonly PositionView[];
}
