import { Wide } from '../wide.js';
import {
  isStopType,
  NO_INSTRUCTIONS,
  type LocalState,
  type OrderInstructions,
  type OrderTerms,
  type OrderType,
  type OrdStatus,
  type Side,
  type TimeInForce,
} from './order.js';

/** A cancel or replace in flight. For a cancel, quantity and price repeat the order's own. */
export interface PendingRequest {
  readonly kind: 'Cancel' | 'Replace';
  /** clOrdId of the request itself; empty for one that the venue started. */
  readonly id: string;
  readonly quantity: number;
  readonly price: number;
  /** Of a replace that asks for others; absent = as they are. */
  readonly instructions?: OrderInstructions;
}

/** Shared by all orders without requests in flight, so that the common case allocates nothing. */
const NONE: readonly PendingRequest[] = Object.freeze([]);

/** Bound on requests in flight for one order; more are refused by the order engine. */
export const MAX_PENDING_REQUESTS = 4;

/**
 * State of one order, changed in place by the order machine only. `working` is the status underneath any cancel or replace
 * in flight, so that a reject of these returns to it; what is reported is `ordStatusOf(state)`.
 */
export class OrderState {
  readonly clOrdId: string;
  /** Id of the last accepted terms: clOrdId, or that of the last accepted replace. */
  acceptedId: string;
  venueOrderId = '';
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Accepted terms, in units of the instrument; price 0 for market orders. */
  quantity: number;
  price: number;
  instructions: OrderInstructions;
  /** A stop order whose venue said that it was triggered, or filled it. */
  triggered = false;
  local: LocalState = 'Created';
  /** Never PendingCancel, PendingReplace or Replaced. */
  working: OrdStatus = 'PendingNew';
  cumQty = 0;
  /** Part of cumQty that was crossed inside, of which the broker never heard. Fixed once the order is sent. */
  internalQty = 0;
  /** Exact sum of lastPx * lastQty over all fills in force. */
  readonly notional = new Wide();
  /** Oldest first. */
  pending: readonly PendingRequest[] = NONE;

  constructor(clOrdId: string, terms: OrderTerms) {
    this.clOrdId = clOrdId;
    this.acceptedId = clOrdId;
    this.side = terms.side;
    this.type = terms.type;
    this.timeInForce = terms.timeInForce;
    this.quantity = terms.quantity;
    this.price = terms.price;
    this.instructions = terms.instructions ?? NO_INSTRUCTIONS;
  }

  addPending(request: PendingRequest): void {
    this.pending = this.pending.length === 0 ? [request] : [...this.pending, request];
  }

  removePending(request: PendingRequest): void {
    this.pending = this.pending.length === 1 ? NONE : this.pending.filter((one) => one !== request);
  }

  clearPending(): void {
    this.pending = NONE;
  }
}

/** True while a cancel, or a replace, is in flight. */
export function hasPending(state: OrderState, kind: PendingRequest['kind']): boolean {
  for (const request of state.pending) if (request.kind === kind) return true;
  return false;
}

/** The status to report: the highest by precedence of all that hold (PendingCancel > PendingReplace > the rest). */
export function ordStatusOf(state: OrderState): OrdStatus {
  if (state.pending.length === 0) return state.working;
  return hasPending(state, 'Cancel') ? 'PendingCancel' : 'PendingReplace';
}

/** A replace in flight that, once accepted, opens more than is filled. */
function mayReopen(state: OrderState): boolean {
  for (const request of state.pending) if (request.kind === 'Replace' && request.quantity > state.cumQty) return true;
  return false;
}

/**
 * Nothing more is expected. Done for day closes day orders only: a GTC or GTD order works again the next day and keeps its
 * reservation. A filled order with an increase in flight is not closed: the broker may have accepted it already.
 */
export function isClosed(state: OrderState): boolean {
  switch (state.working) {
    case 'Filled':
      return !mayReopen(state);
    case 'Canceled':
    case 'Rejected':
    case 'Expired':
    case 'Calculated':
      return true;
    case 'DoneForDay':
      return state.timeInForce !== 'GTC' && state.timeInForce !== 'GTD';
    default:
      return state.local === 'Denied';
  }
}

/** The broker never spoke of the order: what is filled of it, if anything, was crossed inside. */
export function neverHeard(state: OrderState): boolean {
  if (state.working === 'PendingNew') return true;
  return state.internalQty > 0 && state.cumQty === state.internalQty && state.venueOrderId === '' && !isClosed(state);
}

/** A stop order that is not in the book yet: nothing can meet it there. */
export function awaitsTrigger(state: OrderState): boolean {
  return isStopType(state.type) && !state.triggered;
}

/** Accepted terms as one value. */
export function termsOf({ side, type, timeInForce, quantity, price, instructions }: OrderState): OrderTerms {
  const terms = { side, type, timeInForce, quantity, price };
  return instructions === NO_INSTRUCTIONS ? terms : { ...terms, instructions };
}

/** Quantity still open for execution: 0 once the order is closed. */
export function leavesOf(state: OrderState): number {
  return isClosed(state) ? 0 : Math.max(0, state.quantity - state.cumQty);
}
