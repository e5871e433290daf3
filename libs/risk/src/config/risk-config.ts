import type { Weekday } from '@bourseworks/domain';

/** Widest first: the order in which the limits of an order are checked. */
export const RISK_SCOPES = ['firm', 'account', 'strategy', 'symbol'] as const;
export type RiskScope = (typeof RISK_SCOPES)[number];

export const RESTRICTIONS = ['BUY', 'SELL', 'BOTH'] as const;
export type Restriction = (typeof RESTRICTIONS)[number];
export const SHORT_SALES = ['ALLOWED', 'LOCATE', 'DENIED'] as const;
export type ShortSale = (typeof SHORT_SALES)[number];

/** What happens when an order could trade against an own one. */
export const SELF_TRADE_MODES = ['OFF', 'CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH', 'DECREMENT'] as const;
export type SelfTradeMode = (typeof SELF_TRADE_MODES)[number];
/**
 * OFF: every order goes to the broker at once. NET: orders are held, and what stands against each other when a hold ends is
 * netted. CROSS: an order is matched on its arrival as well.
 */
export const CROSSING_MODES = ['OFF', 'NET', 'CROSS'] as const;
export type CrossingMode = (typeof CROSSING_MODES)[number];

export interface SelfTradeConfig {
  /** Of accounts that name none; absent = CANCEL_NEWEST. */
  readonly mode?: SelfTradeMode;
  readonly accounts?: readonly {
    readonly id: string;
    readonly mode?: SelfTradeMode;
    /** Beneficial owner, shared by accounts that must not trade with each other; absent = the account itself. */
    readonly owner?: string;
  }[];
}

interface CrossingFields {
  readonly mode?: CrossingMode;
  /** How long an order is held, microseconds, up to a minute; 0 = until the OMS next looks. */
  readonly holdUs?: number;
  /** Oldest best bid and offer that a midpoint is taken from, microseconds. */
  readonly maxQuoteAgeUs?: number;
}

/** Internal crossing; what an account leaves out is as above it, and OFF, 0, one second there. */
export interface CrossingConfig extends CrossingFields {
  readonly accounts?: readonly (CrossingFields & { readonly id: string })[];
}

export interface PriceCollar {
  /** Basis points of the reference, 1-10000. */
  readonly bps: number;
  /** Deny when the reference is older, microseconds; absent = any age will do. */
  readonly maxAgeUs?: number;
}

/** Buys not above the lowest reference of the window by more than `bps`, sells not below the highest. */
export interface PriceWindow {
  readonly bps: number;
  readonly windowUs: number;
}

/** At most `count` in ANY window of `windowUs`. */
export interface RateLimit {
  readonly count: number;
  readonly windowUs: number;
}

/** When orders are taken, in the local time of `timeZone` (IANA name). A close at or before the open is on the next day. */
export interface TradingHours {
  readonly timeZone: string;
  /** `HH:MM`. */
  readonly open: string;
  readonly close: string;
  readonly days: readonly Weekday[];
  /** Local dates `YYYY-MM-DD` on which no session opens. */
  readonly holidays?: readonly string[];
}

/**
 * CASH: buys are paid in full from cash and credit. MARGIN: the initial margin of all that is held or may come to be held,
 * `initialMarginBps` of its notional, stays within equity and credit. Fees are reserved at `feeBps` of the notional.
 */
export interface BuyingPower {
  readonly model: 'CASH' | 'MARGIN';
  /** Decimal text, default 0. */
  readonly credit?: string;
  readonly feeBps?: number;
  /** MARGIN only, default 10000 = the whole notional. */
  readonly initialMarginBps?: number;
}

/** Amounts of loss, decimal text in the currency of the scope: at the first only reducing orders pass, at the second none. */
export interface LossLimit {
  readonly reduceAt?: string;
  readonly haltAt?: string;
}

/** Messages (orders, replaces, cancels) of a day for each execution, once `minMessages` were sent. */
export interface MessageTradeRatio {
  readonly ratio: number;
  readonly minMessages: number;
}

/** The limits of one scope. Quantities and amounts are decimal text, in the base and the currency of the instrument. */
export interface RiskRule {
  readonly scope: RiskScope;
  /** `all` for the firm, else an account, strategy or instrument key (`venue/symbol`); `*` stands for each of the scope. */
  readonly id: string;
  /** Holds for this instrument (`venue/symbol`) of the scope alone. Only with limits that are counted per instrument. */
  readonly symbol?: string;
  readonly maxOrderQuantity?: string;
  readonly maxOrderNotional?: string;
  /** Share of the average daily volume that one order may have, basis points. */
  readonly maxVolumeShareBps?: number;
  readonly priceCollar?: PriceCollar;
  readonly priceWindow?: PriceWindow;
  /** Opening orders need a quote that is not older, not locked, crossed or gapped. */
  readonly staleData?: { readonly maxAgeUs: number };
  readonly hours?: TradingHours;
  /** Cap on |position| counting open orders, one instrument at a time; the next two for one direction. */
  readonly maxPosition?: string;
  readonly maxLong?: string;
  readonly maxShort?: string;
  readonly maxOpenOrders?: number;
  readonly orderRate?: RateLimit;
  readonly replaceRate?: RateLimit;
  /** Orders, replaces and cancels together; cancels count and always pass. */
  readonly messageRate?: RateLimit;
  /** The same order of the same strategy again within the window is refused. */
  readonly duplicate?: { readonly windowUs: number };
  readonly restricted?: Restriction;
  readonly shortSale?: ShortSale;
  readonly buyingPower?: BuyingPower;
  /** Cap on held plus reserved notional; orders that only reduce a position pass. */
  readonly maxGrossNotional?: string;
  /** Cap on |long - short|, counting open orders of the order's side. */
  readonly maxNetNotional?: string;
  /** Share of the equity that one instrument may have, held and reserved, basis points. */
  readonly maxConcentrationBps?: number;
  readonly dailyLoss?: LossLimit;
  readonly drawdown?: LossLimit;
  /** More executions in the window disable the strategy until a person re-arms it. */
  readonly repeatedExecution?: RateLimit;
  readonly messageTradeRatio?: MessageTradeRatio;
}

/** All limits, as kept in a file. `version` is named in every denial. */
export interface RiskConfig {
  readonly version: number;
  readonly rules: readonly RiskRule[];
  /** Of the firm's amounts. Absent: these hold for each currency by itself. */
  readonly currency?: string;
  /** Amount of `currency` for one unit of another, decimal text with at most 6 decimals. */
  readonly rates?: Readonly<Record<string, string>>;
  /** Average daily volumes by instrument (`venue/symbol`), decimal text; what market data says of it comes first. */
  readonly dailyVolumes?: Readonly<Record<string, string>>;
  readonly selfTrade?: SelfTradeConfig;
  readonly crossing?: CrossingConfig;
  /** When the day of daily limits begins; default midnight UTC. */
  readonly day?: { readonly timeZone: string; readonly start: string };
}

/** Bound on a rate's ring, which is allocated at once. */
export const MAX_RATE_COUNT = 100_000;
export const NO_RULES: RiskConfig = { version: 1, rules: [] };
