import { isClosed, type OrderState } from './order-state.js';
import type { ExecType } from './order.js';

/** What the broker states about an order when asked. Units of the instrument. */
export interface ReconciledFacts {
  readonly found: boolean;
  readonly open: boolean;
  /** Accepted quantity, 0 = as we have it. */
  readonly quantity: number;
  /** Filled quantity beyond all known fills, booked at `adjustPx`. */
  readonly adjustQty: number;
  readonly adjustPx: number;
}

/**
 * Brings an order to what the broker states: requests in flight are settled by it, whatever became of them. Not found means
 * that the order never arrived (or, once acknowledged, that it is gone). Returns why the resulting event is published.
 */
export function reconcileOrder(state: OrderState, facts: ReconciledFacts): ExecType {
  const heard = state.venueOrderId !== '' || state.working !== 'PendingNew';
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
