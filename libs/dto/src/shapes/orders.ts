import type { ErrorCode, ExecType, LocalState, OrderType, OrdStatus, Side, TimeInForce } from '@bourseworks/domain';
import type { DecimalText, NanosText, StepTag } from './common.js';

/** Fields of every command to the OMS. `commandId` makes it idempotent: the same id gives the first outcome again. */
interface CommandShape {
  /** Machines: `{strategy}-{epoch}-{sequence}` with epoch and sequence decimal integers; people: any id, unique for ever. */
  readonly commandId: string;
  readonly account: string;
  /** Strategy id, or `manual` for people. */
  readonly strategy: string;
  /** When the sender decided. */
  readonly sentTime: NanosText;
  readonly step?: StepTag;
  /** Signed proof of who asks; needed unless strategy and commandId are those of a machine. */
  readonly claim?: string;
}

/** What an order says beyond quantity and price. Which fields go with which type is in docs/concepts/orders-and-risk.md. */
export interface OrderInstructionsShape {
  /** Trigger of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else it is taken from the market. */
  readonly stopPrice?: DecimalText;
  /** Distance of a TRAILING_STOP from the market, in price. */
  readonly trailBy?: DecimalText;
  /** Part of an iceberg that is shown at a time; less than the quantity. */
  readonly displayQty?: DecimalText;
  /** Refused or cancelled by the venue when it would trade at once. */
  readonly postOnly?: boolean;
  /** End of a GTD order. */
  readonly goodTillTime?: NanosText;
}

/** Body of `orders/request/v1/submit/{account}/{strategy}`. */
export interface OrderRequestShape extends CommandShape, OrderInstructionsShape {
  readonly venue: string;
  readonly symbol: string;
  /** Adapter that routes it; default: the venue's. */
  readonly adapter?: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: DecimalText;
  /**
   * FIX CashOrderQty: an order by amount, in the instrument's currency. It is for what the amount pays for at the limit (market
   * orders: at the edge of the price collar), in whole lots; `quantity` is then 0.
   */
  readonly cashAmount?: DecimalText;
  /** Limit: LIMIT and STOP_LIMIT only. */
  readonly price?: DecimalText;
  /** Refused when it arrives later than this. Default: 30 s after sentTime. */
  readonly expireTime?: NanosText;
  /** Why, in the strategy's words; kept in the journal. At most 500 characters. */
  readonly reason?: string;
  /**
   * Denied with RISK_REDUCE_ONLY unless it, with all open reduce-only orders of its side, takes no more than is held: by the
   * strategy in the instrument, or by the account where people order (`manual`).
   */
  readonly reduceOnly?: boolean;
}

/** Kinds and roles of orders that depend on each other. */
export const LIST_KINDS = ['OTO', 'OCO', 'BRACKET'] as const;
export type ListKind = (typeof LIST_KINDS)[number];
export const LIST_ROLES = ['ENTRY', 'CHILD', 'LEG', 'TAKE_PROFIT', 'STOP_LOSS', 'CLOSE'] as const;
export type ListRole = (typeof LIST_ROLES)[number];
export const LIST_RELEASES = ['PROPORTIONAL', 'FULL'] as const;
export const LIST_LEG_CANCELS = ['CANCEL', 'KEEP'] as const;

/** An order of a list: as if it were sent alone. */
export interface ListOrderShape extends OrderInstructionsShape {
  readonly role: ListRole;
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: DecimalText;
  readonly price?: DecimalText;
  readonly reason?: string;
  readonly reduceOnly?: boolean;
}

/** Body of `orders/request/v1/submit-list/{account}/{strategy}`. Accepted or refused as a whole. */
export interface ListRequestShape extends CommandShape {
  readonly kind: ListKind;
  /** 2 to 10. */
  readonly orders: readonly ListOrderShape[];
  /** PROPORTIONAL (default): exits follow each partial fill of the entry; FULL: they wait for all of it, or its end. */
  readonly release?: (typeof LIST_RELEASES)[number];
  /** What the cancel of one exit by a trader does to the other. Default: CANCEL for an OCO, KEEP for a bracket. */
  readonly onLegCancel?: (typeof LIST_LEG_CANCELS)[number];
  /** Whether a market order takes back what both exits filled in a race. Default: false, it is alarmed only. */
  readonly closeOvershoot?: boolean;
  readonly expireTime?: NanosText;
}

/** Answer to submit-list; a list is cancelled whole by a cancel of its `listId`. */
export interface ListReplyShape {
  readonly commandId: string;
  /** Empty when it was refused. */
  readonly listId: string;
  readonly orders: readonly { readonly role: ListRole; readonly clOrdId: string }[];
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly sequence: number;
  readonly duplicate: boolean;
  readonly code?: ErrorCode;
  readonly reason?: string;
}

/** Body of `orders/request/v1/cancel/{account}/{strategy}`. */
export interface CancelRequestShape extends CommandShape {
  readonly clOrdId: string;
}

/** Body of `orders/request/v1/replace/{account}/{strategy}`. At least one change. */
export interface ReplaceRequestShape extends CommandShape {
  readonly clOrdId: string;
  readonly quantity?: DecimalText;
  readonly price?: DecimalText;
  readonly stopPrice?: DecimalText;
  readonly trailBy?: DecimalText;
  /** 0 = show all of it. */
  readonly displayQty?: DecimalText;
  readonly goodTillTime?: NanosText;
}

/** Body of `orders/request/v1/status/{account}/{strategy}`; either id. Never changes anything. */
export interface OrderStatusRequestShape {
  readonly account: string;
  readonly strategy: string;
  readonly clOrdId?: string;
  readonly commandId?: string;
}

/** Answer to submit, cancel and replace: the command is durable (or provably refused) when this is sent. */
export interface OrderReplyShape {
  readonly commandId: string;
  readonly clOrdId: string;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  /** Journal sequence of the outcome. */
  readonly sequence: number;
  /** True when the commandId was seen before and this is the first outcome again. */
  readonly duplicate: boolean;
  /** Set when the command was refused (risk, unknown order, …): the command had no other effect. */
  readonly code?: ErrorCode;
  readonly reason?: string;
}

/** A position after a fill of it was taken back or corrected. Gains are before fees; money in the instrument's currency. */
export interface PositionBasisShape {
  /** Signed. */
  readonly quantity: DecimalText;
  /** Signed cost of what is held. */
  readonly cost: DecimalText;
  readonly realized: DecimalText;
  readonly fees: DecimalText;
  /** Price of its latest fill; absent when it has none. */
  readonly lastPx?: DecimalText;
}

/** Message of `orders/event/v1/{account}/{strategy}/{clOrdId}`. */
export interface OrderEventShape extends OrderInstructionsShape {
  /** Journal sequence: unique, increasing, with holes. */
  readonly sequence: number;
  /** Counts the events of one (account, strategy): 1, 2, 3 … without holes; a hole means one was lost: ask for `events`. */
  readonly streamSequence: number;
  readonly account: string;
  readonly strategy: string;
  /** Id of the order, the same for all of its life. */
  readonly clOrdId: string;
  /** FIX ClOrdID of the message behind this event where it is not the order's: that of a cancel or replace. */
  readonly requestId?: string;
  /** FIX OrigClOrdID: of a cancel or replace and of the answers to it, the id of the terms that it refers to. */
  readonly origClOrdId?: string;
  /** Of the command that made the order. */
  readonly commandId: string;
  /** List of orders that it is one of, and what it is for there. */
  readonly listId?: string;
  readonly listRole?: ListRole;
  readonly venueOrderId?: string;
  readonly execId?: string;
  readonly execRefId?: string;
  readonly execType: ExecType;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: DecimalText;
  readonly price?: DecimalText;
  readonly reduceOnly?: boolean;
  /** The stop order was triggered: it is in the book now. */
  readonly triggered?: boolean;
  readonly lastQty?: DecimalText;
  readonly lastPx?: DecimalText;
  /** `internal` when this execution was crossed between strategies of the account: no venue saw it. */
  readonly lastMkt?: string;
  readonly cumQty: DecimalText;
  readonly leavesQty: DecimalText;
  /** For display; derived. */
  readonly avgPx?: DecimalText;
  /** FIX DayOrderQty, DayCumQty, DayAvgPx: of the present day, from the second trading day of an order on. */
  readonly dayOrderQty?: DecimalText;
  readonly dayCumQty?: DecimalText;
  readonly dayAvgPx?: DecimalText;
  /** With busts and corrections: what they made of the position of the strategy. */
  readonly position?: PositionBasisShape;
  /** Of this execution, positive = paid. */
  readonly fee?: DecimalText;
  readonly feeCurrency?: string;
  /** Of the instrument; with executions only, whose price and quantity carry all decimals of its scales. */
  readonly currency?: string;
  readonly multiplier?: number;
  readonly code?: ErrorCode;
  readonly reason?: string;
  /** Of what a command did: when its sender, a strategy or a person, decided; by the sender's clock. */
  readonly sentTime?: NanosText;
  /** When the OMS applied it. */
  readonly time: NanosText;
  /** When it happened at the venue. */
  readonly venueTime?: NanosText;
  readonly step?: StepTag;
}

/** Body of `orders/query/v1/{orders|fills|positions|events|portfolio|accounts|kills|trading-states}`. */
export interface OrdersQueryShape {
  readonly account?: string;
  readonly strategy?: string;
  /** orders: only open ones. */
  readonly open?: boolean;
  /** orders: the latest ones, newest first; else the oldest, oldest first. */
  readonly newest?: boolean;
  /** events, fills: only those of this order. */
  readonly clOrdId?: string;
  /** events, fills: those with a higher journal sequence. */
  readonly afterSequence?: number;
  /** events: those with a higher stream sequence (needs account and strategy). */
  readonly afterStreamSequence?: number;
  /** At most this many, 1-1000, default 500. */
  readonly limit?: number;
}

/** The latest state of an order: its last event. */
export interface OrdersReplyShape {
  readonly orders: readonly OrderEventShape[];
  readonly more: boolean;
}

export interface EventsReplyShape {
  readonly events: readonly OrderEventShape[];
  /** Ask again with afterSequence = the last one's. */
  readonly more: boolean;
  /** Names the journal: another name than before means that sequences begin anew. */
  readonly journal: string;
  /** Sequence of the last record on the disk. */
  readonly lastSequence: number;
}

export interface AccountShape {
  readonly account: string;
  readonly currency: string;
}

/** Answer to `orders/query/v1/accounts`: as configured. */
export interface AccountsReplyShape {
  readonly accounts: readonly AccountShape[];
}

export interface PositionShape {
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

export interface PositionsReplyShape {
  readonly positions: readonly PositionShape[];
}

/** Message of `portfolio/v1/{account}/{strategy}` (strategy `all` = the account). */
export interface PortfolioShape {
  readonly account: string;
  readonly strategy: string;
  readonly sequence: number;
  readonly time: NanosText;
  readonly currency: string;
  readonly cash: DecimalText;
  readonly equity: DecimalText;
  /** Before fees, which stand apart. equity = initial cash + transfers + realizedPnl + unrealizedPnl - fees + income. */
  readonly realizedPnl: DecimalText;
  readonly unrealizedPnl: DecimalText;
  readonly fees: DecimalText;
  /** Sum of |market value|. */
  readonly grossExposure: DecimalText;
  readonly netExposure: DecimalText;
  /** Notional reserved by open orders. */
  readonly reserved: DecimalText;
  readonly openOrders: number;
  readonly positions: readonly PositionShape[];
}
