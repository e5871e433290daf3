import { isClosed, type OrderState } from './order-state.js';
import type { ExecType, OrderInstructions } from './order.js';

/** What the broker states about an order when asked. Units of the instrument. */
export interface ReconciledFacts {
  readonly found: boolean;
  readonly open: boolean;
  /** Accepted quantity, 0 = as we have it. */
  readonly quantity: number;
  /** Price in force, 0 or absent = as we have it. */
  readonly price?: number | undefined;
  /** Instructions in force; absent = as we have them. */
  readonly instructions?: OrderInstructions | undefined;
  /** The broker says that the stop went into the book. */
  readonly triggered?: boolean;
  /** Filled quantity beyond all known fills, booked at `adjustPx`. */
  readonly adjustQty: number;
  readonly adjustPx: number;
}

/** The broker that has the terms of a replace which it never answered has accepted it. */
function acceptUnheard(state: OrderState, facts: ReconciledFacts): void {
  const { found, instructions } = facts;
  const told = facts.price ?? 0;
  if (!found || (told === 0 && instructions === undefined)) return;
  const quantity = facts.quantity > 0 ? facts.quantity : state.quantity;
  const price = told === 0 ? state.price : told;
  for (const request of state.pending) {
    if (request.kind !== 'Replace' || request.id === '') continue;
    if (request.quantity !== quantity || request.price !== price) continue;
    if (instructions === undefined || isSame(request.instructions ?? state.instructions, instructions))
      state.acceptedId = request.id;
  }
}

/** Whether what a replace can change is the same. */
const isSame = (a: OrderInstructions, b: OrderInstructions): boolean =>
  a.stopPrice === b.stopPrice &&
  a.trailBy === b.trailBy &&
  a.displayQty === b.displayQty &&
  a.goodTillUs === b.goodTillUs;

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
  if (facts.instructions !== undefined) state.instructions = facts.instructions;
  if (facts.triggered === true) state.triggered = true;
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
