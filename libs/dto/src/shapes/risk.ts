import type { ErrorCode, OrderType, Side, TimeInForce } from '@bourseworks/domain';
import type { DecimalText, NanosText } from './common.js';
import type { OrderInstructionsShape } from './orders.js';

export const RISK_SCOPES = ['firm', 'account', 'strategy', 'symbol'] as const;
export type RiskScopeName = (typeof RISK_SCOPES)[number];

/** ACTIVE takes orders, REDUCING only those that make a position smaller, HALTED none. Cancels pass in all. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingStateName = (typeof TRADING_STATES)[number];

/** The limits of one scope, as in a limits file: beside these two the fields of `docs/reference/limits.md`. */
export interface LimitRuleShape {
  readonly scope: RiskScopeName;
  readonly id: string;
}

/** All limits, as in a limits file. */
export interface LimitsConfigShape {
  readonly version: number;
  readonly rules: readonly LimitRuleShape[];
  readonly currency?: string;
  readonly rates?: Readonly<Record<string, DecimalText>>;
  readonly day?: { readonly timeZone: string; readonly start: string };
  readonly dailyVolumes?: Readonly<Record<string, DecimalText>>;
  readonly selfTrade?: object;
  readonly crossing?: object;
}

/** How far a limit is used up. */
export interface LimitUsageShape {
  readonly scope: RiskScopeName;
  readonly id: string;
  /** Empty where the limit is not one of an account. */
  readonly account: string;
  /** `venue/symbol` where it is counted per instrument, else empty. */
  readonly symbol: string;
  /** Name of the limit in the rules. */
  readonly kind: string;
  /** In the unit of what is limited. */
  readonly limit: DecimalText;
  readonly used: DecimalText;
  /** used / limit; more than 10000 after a limit was lowered or a market moved. */
  readonly usedBps: number;
}

/** Body of `orders/query/v1/limits`. */
export interface LimitsQueryShape {
  /** Usage of what is above orders of this account, or of this strategy. */
  readonly account?: string;
  readonly strategy?: string;
  /** Rows of usage, 1-1000, default 100. */
  readonly limit?: number;
}

/** Answer to `orders/query/v1/limits`. */
export interface LimitsReplyShape {
  /** In force. */
  readonly config: LimitsConfigShape;
  /** The most used first. */
  readonly usage: readonly LimitUsageShape[];
}

/** Body of `orders/query/v1/risk-check`: an order, without ids and times. */
export interface RiskCheckRequestShape extends OrderInstructionsShape {
  readonly account: string;
  /** Strategy id, or `manual` for people. */
  readonly strategy: string;
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: DecimalText;
  readonly price?: DecimalText;
  readonly reduceOnly?: boolean;
}

/** Why an order would be refused. Texts are empty where the check has none. */
export interface RiskDenialShape {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  /** Of the rule; empty where no rule refused. */
  readonly scope: string;
  readonly id: string;
  readonly ruleVersion: number;
}

/** Answer to `orders/query/v1/risk-check`. Nothing was counted, reserved or sent. */
export interface RiskCheckReplyShape {
  readonly passes: boolean;
  readonly denial?: RiskDenialShape;
  /** What routes it. The texts are empty where the checks did not get so far. */
  readonly adapter: string;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  /** What it would reserve. */
  readonly notional: DecimalText;
  /** Limits above it as they are used now, without the order; the most used first. */
  readonly usage: readonly LimitUsageShape[];
  /** Of the limits in force. */
  readonly version: number;
}

/** A scope that is not ACTIVE. */
export interface TradingStateShape {
  readonly scope: RiskScopeName;
  /** `all` for the firm, `venue/symbol` for a symbol. */
  readonly id: string;
  readonly state: TradingStateName;
  /** `person`, or the limit that led to it: `daily-loss`, `drawdown`, `repeated-execution`, `message-ratio`. */
  readonly cause: string;
  readonly code: ErrorCode;
  /** Empty where no person set it. */
  readonly actor: string;
  readonly reason: string;
  readonly time: NanosText;
  /** Journal sequence of what set it. */
  readonly sequence: number;
}

/** Answer to `orders/query/v1/trading-states`: scopes that are not named are ACTIVE. */
export interface TradingStatesReplyShape {
  readonly states: readonly TradingStateShape[];
}

/** What every command of risk carries. */
export interface RiskCommandShape {
  readonly commandId: string;
  /** Who asks: the name in the claim. */
  readonly actor: string;
  readonly reason: string;
  /** Signed proof of who asks; always needed. */
  readonly claim?: string;
}

/** Body of `control/v1/state/{scope}/{id}` (firm: id `all`; symbol: `venue/symbol` as one level). */
export interface TradingStateRequestShape extends RiskCommandShape {
  readonly state: TradingStateName;
}

export interface TradingStateSetShape {
  readonly scope: RiskScopeName;
  readonly id: string;
  /** As it is now: of a command that was carried out before, what became of it since. */
  readonly state: TradingStateName;
  /** Orders whose cancel was sent. */
  readonly cancelled: number;
  readonly sequence: number;
}

/** Body of `control/v1/limits/firm/all`. */
export interface LimitsRequestShape extends RiskCommandShape {
  /** All limits; its version is above that of those in force. */
  readonly config: LimitsConfigShape;
}

export interface LimitsSetShape {
  /** In force now. */
  readonly version: number;
  readonly sequence: number;
}

/** Body of `control/v1/locate/account/{account}`. */
export interface LocateRequestShape extends RiskCommandShape {
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string;
  /** What may be sold short until then; 0 takes a locate back. */
  readonly quantity: DecimalText;
  readonly expireTime: NanosText;
}

export interface LocateSetShape {
  readonly account: string;
  readonly venue: string;
  readonly symbol: string;
  readonly quantity: DecimalText;
  readonly expireTime: NanosText;
  readonly sequence: number;
}

/** Message of `risk/usage/v1/{account}`. */
export interface RiskUsageShape {
  readonly account: string;
  /** Journal sequence that it follows from. */
  readonly sequence: number;
  readonly time: NanosText;
  /** Of the limits in force. */
  readonly version: number;
  /** Limits above orders of the account, those of the firm too; the most used first, at most 100. */
  readonly usage: readonly LimitUsageShape[];
  /** Scopes of the platform that are not ACTIVE, at most 100. */
  readonly states: readonly TradingStateShape[];
}
