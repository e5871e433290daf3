import type { Side, TicketType, TimeInForce } from './terms.js';

/** What a person is writing. Texts as typed; `terms.ts` reads them. */
export interface Draft {
  readonly side: Side;
  readonly type: TicketType;
  readonly timeInForce: TimeInForce;
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
  readonly trailBy: string;
  readonly goodTill: string;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Whether a take-profit, a stop-loss or both go with it, as a list of orders. */
  readonly exits: boolean;
  readonly takeProfit: string;
  readonly stopLoss: string;
}

export interface Outcome {
  readonly kind: 'placed' | 'refused' | 'unknown';
  readonly text: string;
  readonly code?: string;
  readonly clOrdId?: string;
  /** Of an order with exits. */
  readonly listId?: string;
}

/**
 * editing: may be sent. confirming: waits for a yes. sending: on its way, nothing else may be sent. unknown: nobody knows
 * whether the order exists; nothing may be sent until it is found or a person takes note.
 */
export type Phase = 'editing' | 'confirming' | 'sending' | 'unknown';

export interface TicketState {
  readonly draft: Draft;
  readonly phase: Phase;
  /** Made when the ticket opens, renewed only after a final answer: however often it is sent, it is one order. */
  readonly clientOrderId: string;
  readonly outcome?: Outcome;
  /** Enter counts again from then on, or after any change: the second half of a double Enter is no second order. */
  readonly guardUntil: number;
}

export type TicketEvent =
  | { readonly type: 'edit'; readonly change: Partial<Draft> }
  | { readonly type: 'submit'; readonly now: number; readonly confirm: boolean }
  | { readonly type: 'confirm'; readonly now: number }
  | { readonly type: 'back' }
  /** A final answer for this id. */
  | { readonly type: 'final'; readonly clientOrderId: string; readonly outcome: Outcome; readonly nextId: string }
  /** Refused before it reached the OMS: the id was not used. */
  | { readonly type: 'unsent'; readonly clientOrderId: string; readonly outcome: Outcome }
  | { readonly type: 'unknown'; readonly clientOrderId: string; readonly outcome: Outcome }
  | { readonly type: 'acknowledge'; readonly nextId: string };

/** After an order was sent, so long a further Enter without any change is taken for the same keystroke. */
export const GUARD_MS = 800;

export function openTicket(draft: Draft, clientOrderId: string): TicketState {
  return { draft, phase: 'editing', clientOrderId, guardUntil: 0 };
}

function submitted(state: TicketState, now: number, confirm: boolean): TicketState {
  if (state.phase !== 'editing' || now < state.guardUntil) return state;
  const { outcome: _outcome, ...rest } = state;
  if (confirm) return { ...rest, phase: 'confirming', guardUntil: now + GUARD_MS / 4 };
  return { ...rest, phase: 'sending', guardUntil: now + GUARD_MS };
}

/** Answers count only for the order that is on its way: a late one for an older id changes nothing. */
function answered(state: TicketState, event: Extract<TicketEvent, { readonly clientOrderId: string }>): TicketState {
  const expected = state.phase === 'sending' || state.phase === 'unknown';
  if (!expected || event.clientOrderId !== state.clientOrderId) return state;
  switch (event.type) {
    case 'final':
      return { ...state, phase: 'editing', outcome: event.outcome, clientOrderId: event.nextId };
    case 'unsent':
      return { ...state, phase: 'editing', outcome: event.outcome, guardUntil: 0 };
    default:
      return { ...state, phase: 'unknown', outcome: event.outcome };
  }
}

export function reduceTicket(state: TicketState, event: TicketEvent): TicketState {
  switch (event.type) {
    case 'edit':
      if (state.phase === 'sending' || state.phase === 'unknown') return state;
      return { ...state, draft: { ...state.draft, ...event.change }, phase: 'editing', guardUntil: 0 };
    case 'submit':
      return submitted(state, event.now, event.confirm);
    case 'confirm':
      if (state.phase !== 'confirming' || event.now < state.guardUntil) return state;
      return { ...state, phase: 'sending', guardUntil: event.now + GUARD_MS };
    case 'back':
      return state.phase === 'confirming' ? { ...state, phase: 'editing', guardUntil: 0 } : state;
    case 'acknowledge': {
      if (state.phase !== 'unknown') return state;
      const { outcome: _outcome, ...rest } = state;
      return { ...rest, phase: 'editing', clientOrderId: event.nextId, guardUntil: 0 };
    }
    case 'final':
    case 'unsent':
    case 'unknown':
      return answered(state, event);
  }
}
