import type { ErrorCode, OrderType, Side, TimeInForce } from '@bourseworks/domain';
import type { After, RecordBase } from './record.js';

/** An order that somebody placed past this OMS, found at the broker: from now on it counts and can be cancelled. */
export interface AdoptedRecord extends RecordBase, After {
  readonly type: 'Adopted';
  /** The id that the venue knows it by. */
  readonly clOrdId: string;
  readonly venueOrderId: string;
  readonly account: string;
  readonly strategy: string;
  readonly adapter: string;
  readonly instrument: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly price: number;
  readonly reservePx: number;
  /** When the venue accepted it, microseconds. */
  readonly acceptedUs: number;
  /** Instructions in units of the instrument and microseconds; 0 = none. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

/** Reconciliation found a difference that is left to a person: raised as an alarm, nothing is changed. */
export interface FlaggedRecord extends RecordBase {
  readonly type: 'Flagged';
  readonly account: string;
  readonly adapter: string;
  readonly code: ErrorCode;
  readonly message: string;
}
