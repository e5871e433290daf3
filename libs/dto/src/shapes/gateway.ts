import type {
  ErrorCode,
  ExecType,
  LocalState,
  OrderType,
  OrdStatus,
  Side,
  StreamKind,
  StreamState,
  TimeInForce,
} from '@bourseworks/domain';
import type { DecimalText } from './common.js';
import type { KillPhase, KillScope } from './control.js';
import type { InstrumentShape, LevelShape } from './market-data.js';
import type { ListRole } from './orders.js';
import type { LimitUsageShape, RiskScopeName, TradingStateName } from './risk.js';

/**
 * What the gateway and its web clients say to each other over Socket.io. Times are milliseconds since the epoch, with a
 * fraction where the source is finer; market data are JSON numbers, orders and money decimal text.
 */

/** Milliseconds since the epoch. */
export type Millis = number;

/** Why a socket event was refused; the same codes as everywhere. */
export interface SocketRefusal {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
}

export type SocketAnswer<T> = ({ readonly ok: true } & T) | SocketRefusal;

/** `auth` of the handshake of every namespace. */
export interface SocketAuth {
  /** A live access token. */
  readonly token: string;
}

/** `renew`, both namespaces: a fresh access token before the old one ends; answered with its end. */
export interface RenewRequest {
  readonly token: string;
}

export interface RenewAnswer {
  /** When the server closes the socket unless it is renewed again. */
  readonly expiresAt: Millis;
}

/** `closing`, both namespaces: why the server is about to close the socket. */
export interface SocketClosing {
  readonly code: ErrorCode;
  readonly message: string;
}

// ---------------------------------------------------------------- /market

export interface StreamAddress {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  /** Adapter other than the venue's default. */
  readonly adapter?: string;
}

/** `subscribe`. At most 100 streams in one request. */
export interface SubscribeRequest {
  readonly streams: readonly StreamAddress[];
}

/** One live subscription of a socket; `id` stands for it in frames. */
export interface LiveStream extends StreamAddress {
  readonly id: number;
  readonly instrument: InstrumentShape;
}

/** Answered once every stream that could be opened is live. */
export interface SubscribeAnswer {
  /** All streams of this socket, not only the new ones. */
  readonly subscriptions: readonly LiveStream[];
  readonly rejected: readonly (StreamAddress & { readonly code: ErrorCode; readonly message: string })[];
}

/** `unsubscribe`; unknown ids are left out. Answered with what is left, as `SubscribeAnswer`. */
export interface UnsubscribeRequest {
  readonly ids: readonly number[];
}

/** `resnapshot`: the next frame carries a fresh snapshot of this stream. */
export interface ResnapshotRequest {
  readonly id: number;
}

export interface QuoteFields {
  readonly time: Millis;
  /** 0 with size 0: this side is empty. */
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
  /** Absent while a side is empty. */
  readonly mid?: number;
  readonly spread?: number;
  /** Percent since the first mid of the UTC day that the gateway knows. */
  readonly changePercent?: number;
}

export interface TradeFields {
  readonly time: Millis;
  readonly price: number;
  readonly quantity: number;
  readonly aggressor?: Side;
}

export interface BarFields {
  /** Start of the bar; it ends at `end`. */
  readonly start: Millis;
  readonly end: Millis;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface BookFields {
  readonly time: Millis;
  /** Best first. */
  readonly bids: readonly LevelShape[];
  readonly asks: readonly LevelShape[];
}

interface StreamMessage {
  readonly id: number;
}

/**
 * State of a stream: `seq` counts what the gateway knows of it. A client that holds `prev` applies a delta; one that holds
 * anything else has missed something and asks for `resnapshot`. Conflation skips numbers: `prev` is what THIS client was
 * sent last.
 */
export type MarketMessage =
  | (StreamMessage & { readonly k: 'quote'; readonly seq: number; readonly v: QuoteFields })
  | (StreamMessage & {
      readonly k: 'quote+';
      readonly prev: number;
      readonly seq: number;
      readonly v: Partial<QuoteFields>;
    })
  | (StreamMessage & { readonly k: 'book'; readonly seq: number; readonly v: BookFields })
  /** Changed levels; quantity 0 removes one. */
  | (StreamMessage & { readonly k: 'book+'; readonly prev: number; readonly seq: number; readonly v: BookFields })
  /** Trades since the last frame; `prev` as above, so that a lost one shows. */
  | (StreamMessage & {
      readonly k: 'trades';
      readonly prev: number;
      readonly seq: number;
      readonly v: readonly TradeFields[];
    })
  /** Closed bars. */
  | (StreamMessage & {
      readonly k: 'bars';
      readonly prev: number;
      readonly seq: number;
      readonly v: readonly BarFields[];
    })
  | (StreamMessage & { readonly k: 'status'; readonly v: { readonly state: StreamState; readonly reason?: string } });

/** `frame`: everything that changed for this socket since the one before; at most ten a second. */
export interface MarketFrame {
  /** When the gateway sent it. */
  readonly at: Millis;
  readonly m: readonly MarketMessage[];
}

// ---------------------------------------------------------------- /orders

/** An order as its last event left it. */
export interface OrderView {
  readonly clOrdId: string;
  /** Of orders that people sent. */
  readonly clientOrderId?: string;
  /** Who sent it, where the gateway knows. */
  readonly user?: string;
  readonly account: string;
  readonly strategy: string;
  /** List of orders that it is one of, and what it is for there. */
  readonly listId?: string;
  readonly listRole?: ListRole;
  readonly venue: string;
  readonly symbol: string;
  readonly adapter: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: DecimalText;
  readonly price?: DecimalText;
  /** Trigger of a stop order. */
  readonly stopPrice?: DecimalText;
  readonly trailBy?: DecimalText;
  readonly displayQty?: DecimalText;
  readonly postOnly?: boolean;
  readonly reduceOnly?: boolean;
  /** End of a GTD order. */
  readonly goodTillTime?: Millis;
  /** The stop order went into the book. */
  readonly triggered?: boolean;
  readonly cumQty: DecimalText;
  readonly leavesQty: DecimalText;
  readonly avgPx?: DecimalText;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  /** Nothing more can happen to it but a late fill. */
  readonly closed: boolean;
  readonly venueOrderId?: string;
  readonly code?: ErrorCode;
  readonly reason?: string;
  readonly createdAt: Millis;
  readonly updatedAt: Millis;
  /** Journal sequence of its last event. */
  readonly sequence: number;
}

export interface FillView {
  /** Unique: journal sequence and execution id. */
  readonly id: string;
  readonly sequence: number;
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly venue: string;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly price: DecimalText;
  /** Positive: paid. */
  readonly fee?: DecimalText;
  readonly feeCurrency?: string;
  readonly execType: ExecType;
  readonly time: Millis;
}

export interface PositionView {
  readonly account: string;
  readonly strategy: string;
  readonly venue: string;
  readonly symbol: string;
  readonly currency: string;
  /** Signed. */
  readonly quantity: DecimalText;
  readonly avgPrice: DecimalText;
  readonly markPrice: DecimalText;
  readonly marketValue: DecimalText;
  readonly realizedPnl: DecimalText;
  readonly unrealizedPnl: DecimalText;
  readonly fees: DecimalText;
}

/** Figures of an account (strategy `all`) or of one strategy in it. */
export interface PortfolioView {
  readonly account: string;
  readonly strategy: string;
  readonly currency: string;
  readonly cash: DecimalText;
  readonly equity: DecimalText;
  readonly realizedPnl: DecimalText;
  readonly unrealizedPnl: DecimalText;
  readonly fees: DecimalText;
  readonly grossExposure: DecimalText;
  readonly netExposure: DecimalText;
  readonly reserved: DecimalText;
  readonly openOrders: number;
  readonly time: Millis;
  readonly positions: readonly PositionView[];
}

/** A kill switch that is on. */
export interface KillView {
  readonly scope: KillScope;
  readonly id: string;
  readonly actor: string;
  readonly reason: string;
  readonly since: Millis;
  /** How far it has come. */
  readonly phase: KillPhase;
}

/** A scope that is not ACTIVE. */
export interface TradingStateView {
  readonly scope: RiskScopeName;
  readonly id: string;
  readonly state: TradingStateName;
  readonly cause: string;
  readonly code: ErrorCode;
  /** Empty where no person set it. */
  readonly actor: string;
  readonly reason: string;
  readonly since: Millis;
}

/** How far the limits above orders of an account are used: the most used first, at most 100. */
export interface RiskUsageView {
  readonly account: string;
  /** Of the limits in force. */
  readonly version: number;
  readonly time: Millis;
  readonly usage: readonly LimitUsageShape[];
  /** Of the platform. */
  readonly states: readonly TradingStateView[];
}

/** `subscribe` of /orders: all accounts that the person may see. Answered with `OrdersSnapshot`. */
export interface OrdersSnapshot {
  /** Journal sequence that all of it includes. */
  readonly seq: number;
  /** Open ones, and the latest closed ones; newest first. */
  readonly orders: readonly OrderView[];
  /** The latest ones; newest first. */
  readonly fills: readonly FillView[];
  readonly portfolios: readonly PortfolioView[];
  readonly kills: readonly KillView[];
  readonly usages: readonly RiskUsageView[];
  /** Whether the OMS answers the gateway. */
  readonly live: boolean;
}

/** `event`: in the order of the journal, none left out. With another `prev` than the last `seq`: subscribe again. */
export interface OrdersEvent {
  readonly prev: number;
  readonly seq: number;
  readonly orders: readonly OrderView[];
  readonly fills: readonly FillView[];
}

/** `portfolio`: figures of an account or strategy that changed; at most once a second each. */
export type PortfolioEvent = PortfolioView;

/** `usage`: limits of an account whose use changed, or a trading state that did; at most once a second each. */
export type RiskUsageEvent = RiskUsageView;

/** `risk`: a denial, or a switch set or released. */
export interface RiskNotice {
  readonly code: ErrorCode;
  readonly scope: string;
  readonly id: string;
  readonly message: string;
  readonly limit?: DecimalText;
  readonly observed?: DecimalText;
  readonly clOrdId?: string;
  readonly time: Millis;
}

/** `kills`: all switches that are on, whenever one was set or released. */
export interface KillsEvent {
  readonly kills: readonly KillView[];
}

/** `live`: the gateway has lost, or found again, the OMS. */
export interface OmsLiveEvent {
  readonly live: boolean;
}
