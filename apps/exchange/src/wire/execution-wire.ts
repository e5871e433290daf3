import type { OrderType, Side, TimeInForce } from '@bourseworks/domain';

export type VenueOrderStatus = 'New' | 'PartiallyFilled' | 'Filled' | 'Canceled' | 'Rejected' | 'Expired';
export type VenueExecType = 'New' | 'Trade' | 'Canceled' | 'Replaced' | 'Triggered' | 'Rejected' | 'Expired';

/** An order on the wire. Prices and quantities are decimal strings; times are microseconds since the epoch. */
export interface OrderWire {
  readonly clientOrderId: string;
  /** The id before the last replace. */
  readonly origClientOrderId?: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly quantity: string;
  readonly price?: string;
  /** Of a stop order: its trigger as it is now. */
  readonly stopPrice?: string;
  readonly trailBy?: string;
  readonly displayQty?: string;
  /** End of a GTD order. */
  readonly goodTillTime?: number;
  /** Of a stop order: it is, or was, in the book. */
  readonly triggered?: boolean;
  readonly status: VenueOrderStatus;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly createdTime: number;
  readonly updatedTime: number;
}

/** An execution report on the wire. `sequence` counts the account's reports: 1, 2, 3 … within one instance. */
export interface ExecutionWire {
  readonly sequence: number;
  /** Unique for ever: names the instance too. */
  readonly execId: string;
  readonly execType: VenueExecType;
  readonly clientOrderId: string;
  readonly origClientOrderId?: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly status: VenueOrderStatus;
  readonly quantity: string;
  readonly price?: string;
  readonly stopPrice?: string;
  readonly lastQty?: string;
  readonly lastPrice?: string;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly liquidity?: 'MAKER' | 'TAKER';
  readonly fee?: string;
  readonly feeCurrency?: string;
  readonly tradeId?: number;
  readonly code?: string;
  readonly reason?: string;
  readonly time: number;
}
