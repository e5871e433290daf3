import type { ErrorCode } from '../errors/index.js';

export const SIDES = ['BUY', 'SELL'] as const;
export type Side = (typeof SIDES)[number];

/** +1 for a buy, -1 for a sale. */
export function sideSign(side: Side): 1 | -1 {
  return side === 'BUY' ? 1 : -1;
}

/** Stop orders rest until the market reaches their trigger; a trailing stop's trigger follows the market at a distance. */
export const ORDER_TYPES = ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT', 'TRAILING_STOP'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** Waits outside the book until the market reaches its trigger. */
export function isStopType(type: OrderType): boolean {
  return type === 'STOP' || type === 'STOP_LIMIT' || type === 'TRAILING_STOP';
}

/** Carries a limit price; all others take what the market gives, a stop once it is triggered. */
export function hasLimitPrice(type: OrderType): boolean {
  return type === 'LIMIT' || type === 'STOP_LIMIT';
}

/** OPG and CLS execute in the opening or closing auction only: with MARKET or LIMIT they are market- or limit-on-open/close. */
export const TIMES_IN_FORCE = ['DAY', 'GTC', 'IOC', 'FOK', 'GTD', 'OPG', 'CLS'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** FIX 4.4 OrdStatus (39): the state that results. */
export const ORD_STATUSES = [
  'PendingNew',
  'New',
  'PartiallyFilled',
  'Filled',
  'DoneForDay',
  'Canceled',
  'Replaced',
  'PendingCancel',
  'PendingReplace',
  'Stopped',
  'Rejected',
  'Suspended',
  'Calculated',
  'Expired',
] as const;
export type OrdStatus = (typeof ORD_STATUSES)[number];

/**
 * What this side knows before, or beside, the word of the broker. Created: made, not yet checked. Denied: refused by
 * risk, never sent. Intent: journaled, to be sent. Sent: handed to the broker. Unknown: outcome not known. Reconciling:
 * being looked up. Acknowledged: the broker has spoken; OrdStatus tells the rest.
 */
export const LOCAL_STATES = ['Created', 'Denied', 'Intent', 'Sent', 'Unknown', 'Reconciling', 'Acknowledged'] as const;
export type LocalState = (typeof LOCAL_STATES)[number];

/** FIX 4.4 ExecType (150): why this event. OrderStatus answers a status request; Denied is local (risk). */
export const EXEC_TYPES = [
  'PendingNew',
  'New',
  'Trade',
  'TradeCorrect',
  'TradeCancel',
  'DoneForDay',
  'Canceled',
  'Replaced',
  'PendingCancel',
  'PendingReplace',
  'CancelRejected',
  'ReplaceRejected',
  'Stopped',
  'Rejected',
  'Suspended',
  'Calculated',
  'Restated',
  'Expired',
  'OrderStatus',
  'Denied',
  'Unknown',
] as const;
export type ExecType = (typeof EXEC_TYPES)[number];

/** States from which nothing more is expected (a late fill is still booked, and alarmed). */
export const TERMINAL_STATUSES: ReadonlySet<OrdStatus> = new Set([
  'Filled',
  'Canceled',
  'Rejected',
  'Expired',
  'DoneForDay',
]);

/** What an order says beyond side, type, quantity and price. Prices and quantities are integers of the instrument. */
export interface OrderInstructions {
  /** Trigger of STOP and STOP_LIMIT; of TRAILING_STOP the first one, 0 = taken from the market. 0 for all others. */
  readonly stopPrice: number;
  /** Distance of a TRAILING_STOP from the best price since it was placed; 0 for all others. */
  readonly trailBy: number;
  /** Part of an iceberg that is shown; 0 = all of it. */
  readonly displayQty: number;
  /** Refused, or cancelled, by the venue when it would trade at once. */
  readonly postOnly: boolean;
  /** Can only reduce the position. The OMS holds to it; so does a venue that declares REDUCE_ONLY. */
  readonly reduceOnly: boolean;
  /** End of a GTD order, microseconds since the epoch; 0 for all others. */
  readonly goodTillUs: number;
}

export const NO_INSTRUCTIONS: OrderInstructions = Object.freeze({
  stopPrice: 0,
  trailBy: 0,
  displayQty: 0,
  postOnly: false,
  reduceOnly: false,
  goodTillUs: 0,
});

/** Price and quantity are integers of the instrument. */
export interface OrderTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  /** Limit; 0 for orders without one. */
  readonly price: number;
  /** Absent for plain orders. */
  readonly instructions?: OrderInstructions;
}

/** What a broker adapter reports about one of our orders. Prices and quantities in integers of the instrument. */
export interface ExecutionReport {
  readonly clOrdId: string;
  /** The order that a replace or cancel referred to. */
  readonly origClOrdId?: string;
  readonly venueOrderId?: string;
  /** Unique per (broker, account); the fill key. Empty for reports that the venue does not number. */
  readonly execId: string;
  /** Of the execution corrected or busted by this one. */
  readonly execRefId?: string;
  readonly execType: ExecType;
  /** The venue's own view of the state, where it tells. */
  readonly ordStatus?: OrdStatus;
  readonly lastQty?: number;
  readonly lastPx?: number;
  /** As stated by the venue; our own sum rules, a difference is alarmed. */
  readonly cumQty?: number;
  readonly leavesQty?: number;
  /** New terms of an accepted replace or a restatement. */
  readonly orderQty?: number;
  readonly price?: number;
  /** The venue says that a stop order was triggered: with a Restated of its own, or with whatever else it reports. */
  readonly triggered?: boolean;
  /** Ledger money at 10^-18 of feeCurrency, positive = paid. */
  readonly fee?: bigint;
  readonly feeCurrency?: string;
  readonly code?: ErrorCode;
  readonly reason?: string;
  readonly us: number;
  readonly ns: number;
}
