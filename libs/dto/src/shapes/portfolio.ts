import type { DecimalText, NanosText } from './common.js';
import type { RiskCommandShape } from './risk.js';

/** What can be booked beside trades. A split is one of every account that holds the instrument. */
export const CASH_KINDS = ['deposit', 'withdrawal', 'dividend', 'funding', 'borrow', 'split', 'fee', 'rebate'] as const;
export type CashKind = (typeof CASH_KINDS)[number];

/** Body of `control/v1/cash/account/{account}`. Each kind needs the fields that are named for it. */
export interface CashRequestShape extends RiskCommandShape {
  readonly kind: CashKind;
  /** All but deposits and withdrawals. */
  readonly venue?: string;
  readonly symbol?: string;
  /** Fees and rebates: whose. */
  readonly strategy?: string;
  /** Deposits and withdrawals; the account's own when absent. */
  readonly currency?: string;
  /** Deposits, withdrawals, fees, rebates: money. Dividends: money for one whole unit of the base. */
  readonly amount?: DecimalText;
  /** Funding: of one interval, with a minus sign where shorts pay. Borrow: of a year. 0.01 = 1 %. */
  readonly rate?: string;
  /** Funding and borrow: the mark. Split: the price after it, which pays fractions. */
  readonly price?: DecimalText;
  /** Borrow: whole days, and days of a year, 360 (the default) or 365. */
  readonly days?: number;
  readonly yearDays?: number;
  /** Split: n new for m old units. */
  readonly n?: number;
  readonly m?: number;
}

export interface CashSetShape {
  readonly account: string;
  readonly kind: CashKind;
  /** What the account received, negative = paid. Absent of a command that was carried out before. */
  readonly amount?: string;
  /** Of the account, in its own currency, after it. */
  readonly cash: string;
  readonly currency: string;
  readonly sequence: number;
}

/** Body of `orders/query/v1/report`. */
export interface ReportQueryShape {
  /** This account and its strategies; without one the firm and all of them. */
  readonly account?: string;
  /** Rows of this strategy alone. */
  readonly strategy?: string;
  /** Rows at most, 1-1000, default 200. */
  readonly limit?: number;
}

/** Decimal texts in the currency of the report. */
export interface ReportFiguresShape {
  readonly initialCash: string;
  /** Deposits less withdrawals. */
  readonly transfers: string;
  readonly cash: string;
  readonly marketValue: string;
  /** initialCash + transfers + realizedPnl + unrealizedPnl - fees + income = cash + marketValue, exact. */
  readonly equity: string;
  readonly realizedPnl: string;
  readonly unrealizedPnl: string;
  readonly fees: string;
  readonly income: string;
}

export interface ReportExposureLineShape {
  /** `venue/symbol` or the asset class. */
  readonly name: string;
  readonly long: string;
  readonly short: string;
  readonly gross: string;
  readonly net: string;
}

export interface ReportExposureShape {
  readonly long: string;
  readonly short: string;
  readonly gross: string;
  readonly net: string;
  /** The largest first, at most 50. */
  readonly bySymbol: readonly ReportExposureLineShape[];
  readonly byAssetClass: readonly ReportExposureLineShape[];
  /** Share of the largest symbol in the gross, 0 to 1. */
  readonly largest: number;
  /** Herfindahl index over symbols: 1 = one symbol, 1/n = n equal ones. */
  readonly concentration: number;
}

/** Losses as ratios of the equity over one day. */
export interface TailRiskShape {
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

export interface RiskMeasuresShape {
  /** Probability that the loss is not exceeded. */
  readonly level: number;
  /** Daily returns that they are made of. */
  readonly days: number;
  /** Why there are none: too few days yet. */
  readonly reason?: string;
  readonly historical?: TailRiskShape;
  readonly normal?: TailRiskShape;
  readonly cornishFisher?: TailRiskShape;
}

/** Ratios (0.05 = 5 %) and counts; a figure that is not known yet is absent. */
export interface PerformanceShape {
  /** Time of the first point of equity since the OMS started. */
  readonly since: NanosText;
  readonly days: number;
  /** Highest equity since then, in money of the account, as of today's capital. */
  readonly highWaterMark: string;
  /** High-water mark less equity, >= 0. */
  readonly drawdown: string;
  /** drawdown / high-water mark. */
  readonly drawdownRatio?: number;
  readonly maxDrawdown?: number;
  readonly totalReturn?: number;
  readonly annualisedReturn?: number;
  readonly annualisedVolatility?: number;
  readonly sharpe?: number;
  readonly sortino?: number;
  readonly calmar?: number;
  /** From here on of all fills of the journal. */
  readonly trades: number;
  readonly hitRatio?: number;
  readonly profitFactor?: number;
  /** Mean profit of a trade, in money of the account. */
  readonly expectancy?: number;
  readonly sqn?: number;
  readonly kelly?: number;
  readonly turnover?: number;
  /** Share of time with a position. */
  readonly exposureTime?: number;
  readonly risk: RiskMeasuresShape;
}

export interface ReportRowShape {
  readonly level: 'firm' | 'account' | 'strategy';
  /** Empty of the firm. */
  readonly account: string;
  /** Empty unless the row is one of a strategy. */
  readonly strategy: string;
  readonly figures: ReportFiguresShape;
  readonly exposure: ReportExposureShape;
  /** Gross exposure / equity; of a strategy the equity of its account. Absent without positive equity. */
  readonly capitalUsed?: number;
  /** Entries of the ledger by kind: trade, fee, rebate, funding, borrow, dividend, ... Only those that are not zero. */
  readonly byKind: Readonly<Record<string, string>>;
  /** Of accounts and strategies, once a point of equity was taken. */
  readonly performance?: PerformanceShape;
}

/** Answer to `orders/query/v1/report`. */
export interface ReportReplyShape {
  /** That of the limits in force, else the one of all accounts that are shown. */
  readonly currency: string;
  readonly sequence: number;
  readonly time: NanosText;
  readonly rows: readonly ReportRowShape[];
  readonly more: boolean;
}
