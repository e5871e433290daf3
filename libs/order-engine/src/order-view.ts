import {
  isClosed,
  leavesOf,
  ordStatusOf,
  type Instrument,
  type LocalState,
  type OrderInstructions,
  type OrderType,
  type OrdStatus,
  type Side,
} from '@bourseworks/domain';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';

export interface OrderFilter {
  readonly account?: string;
  readonly strategy?: string;
}

/** An order at a moment, as reconciliation needs it. Units of the instrument. */
export interface OrderView {
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly adapter: string;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: number;
  readonly price: number;
  readonly instructions: OrderInstructions;
  /** Of a stop order: it went into the book. */
  readonly triggered: boolean;
  /** Price at which the open quantity is reserved: the limit, or the collar of a market order or stop. */
  readonly reservePx: number;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly cumQty: number;
  readonly leavesQty: number;
  readonly open: boolean;
  /** Held inside, for crossing, by its list or until its trigger: its broker never heard of it. */
  readonly held: boolean;
  /** Something was sent for it that its broker has not answered. */
  readonly unanswered: boolean;
  /** Part of cumQty that was crossed inside: the broker counts without it. */
  readonly internalQty: number;
  readonly venueOrderId: string;
  /** When the command was decided; by our clock where the sender's is ahead of it. */
  readonly sentUs: number;
  readonly reduceOnly: boolean;
  readonly lastEvent: OrderEvent | undefined;
}

export function viewOf(order: Order): OrderView {
  const { state } = order;
  return {
    clOrdId: order.clOrdId,
    account: order.account,
    strategy: order.strategy,
    adapter: order.adapter,
    instrument: order.instrument,
    side: state.side,
    type: state.type,
    quantity: state.quantity,
    price: state.price,
    instructions: state.instructions,
    triggered: state.triggered,
    reservePx: order.reservePx,
    ordStatus: ordStatusOf(state),
    state: state.local,
    cumQty: state.cumQty,
    leavesQty: leavesOf(state),
    open: !isClosed(state),
    held: order.staysInside,
    unanswered: order.isUnanswered,
    internalQty: state.internalQty,
    venueOrderId: state.venueOrderId,
    sentUs: order.sentUs,
    reduceOnly: order.reduceOnly,
    lastEvent: order.lastEvent,
  };
}
