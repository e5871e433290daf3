import { isClosed, type OrderState, type PendingRequest } from './order-state.js';
import type { ExecType } from './order.js';

/** What the broker states about an order when asked. Units of the instrument. */
export interface ReconciledFacts {
  readonly found: boolean;
  readonly open: boolean;
  /** Accepted quantity, 0 = as we have it. */
  readonly quantity: number;
  /** Price in force, 0 or absent = as we have it. */
  readonly price?: number | undefined;
  /** Filled quantity beyond all known fills, booked at `adjustPx`. */
  readonly adjustQty: number;
  readonly adjustPx: number;
}

/** The broker that has the terms of a replace which it never answered has accepted it. */
function acceptUnheard(state: OrderState, facts: ReconciledFacts): void {
  if (!facts.found || facts.price === undefined || facts.price === 0) return;
  const quantity = facts.quantity > 0 ? facts.quantity : state.quantity;
  for (const request of state.pending)
    if (request.kind === 'Replace' && request.id !== '' && isOf(request, quantity, facts.price))
      state.acceptedId = request.id;
}

const isOf = (request: PendingRequest, quantity: number, price: number): boolean =>
  request.quantity === quantity && request.price === price;

/**
 * Brings an order to what the broker states: requests in flight are settled by it, whatever became of them. Not found means
 * that the order never arrived (or, once acknowledged, that it is gone). Returns why the resulting event is published.
 */
export function reconcileOrder(state: OrderState, facts: ReconciledFacts): ExecType {
  const heard = state.venueOrderId !== '' || state.working !== 'PendingNew';
  acceptUnheard(state, facts);
  state.clearPending();
  state.local = 'Acknowledged';
  if (!facts.found) {
    if (isClosed(state)) return 'OrderStatus';
    state.working = heard ? 'Canceled' : 'Rejected';
    return state.working;
  }
  if (facts.adjustQty > 0) {
    state.cumQty += facts.adjustQty;
    state.notional.addProduct(facts.adjustPx, facts.adjustQty);
  }
  if (facts.quantity > 0) state.quantity = facts.quantity;
  if (facts.price !== undefined && facts.price !== 0) state.price = facts.price;
  const before = state.working;
  if (facts.open) {
    if (before !== 'Suspended' && before !== 'Stopped') state.working = state.cumQty > 0 ? 'PartiallyFilled' : 'New';
  } else if (state.cumQty >= state.quantity) {
    state.working = 'Filled';
  } else if (!isClosed(state)) {
    state.working = 'Canceled';
  }
  if (facts.adjustQty > 0) return 'Trade';
  if (state.working === 'Canceled' && before !== 'Canceled') return 'Canceled';
  return before === 'PendingNew' && state.working === 'New' ? 'New' : 'Restated';
}
