import { useCallback, useEffect, useReducer, useRef } from 'react';
import { asProblem } from '../api/problem.js';
import { trading, type Instrument } from '../api/trading.js';
import { note, useApp } from '../store/store.js';
import { foundEvent, nextId, problemEvent, receiptEvent } from './answers.js';
import { marketNow } from './market-now.js';
import { describe, listOf, requestOf, type TicketRequest } from './request.js';
import { openTicket, reduceTicket, type Draft, type TicketEvent, type TicketState } from './ticket-state.js';

const EMPTY: Draft = {
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '',
  price: '',
  stopPrice: '',
  trailBy: '',
  goodTill: '',
  postOnly: false,
  reduceOnly: false,
  exits: false,
  takeProfit: '',
  stopLoss: '',
};

async function send(request: TicketRequest): Promise<TicketEvent> {
  try {
    const isList = request.exits.length > 0;
    return receiptEvent(request, await (isList ? trading.placeList(listOf(request)) : trading.place(request.order)));
  } catch (error) {
    return problemEvent(request, asProblem(error));
  }
}

function tell(request: TicketRequest, event: TicketEvent): void {
  if (!('outcome' in event)) return;
  const { kind, text, code } = event.outcome;
  if (kind === 'placed') note('good', 'Order placed', text);
  else note(kind === 'refused' ? 'bad' : 'warn', `${describe(request)}: ${kind}`, text, code);
}

export interface Ticket {
  readonly state: TicketState;
  readonly edit: (change: Partial<Draft>) => void;
  /** Enter, or the button. */
  readonly submit: (repeat?: boolean) => void;
  readonly back: () => void;
  readonly acknowledge: () => void;
  /** Sends the same order with the same id again: there is still only one. */
  readonly askAgain: () => void;
}

export function useTicket(account: string | undefined, instrument: Instrument | undefined, blocked: boolean): Ticket {
  const [state, dispatch] = useReducer(reduceTicket, undefined, () => openTicket(EMPTY, nextId()));
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const confirmOrders = useApp(({ desk }) => desk.confirmOrders);
  const orders = useApp(({ book }) => book.orders);
  const sent = useRef<TicketRequest>(undefined);
  // Two Enters come in one turn of the loop, before anything is drawn: what is on its way is known here at once.
  const current = useRef(state);
  current.current = state;

  const step = useCallback((event: TicketEvent): TicketState => {
    current.current = reduceTicket(current.current, event);
    dispatch(event);
    return current.current;
  }, []);

  const go = useCallback(
    async (request: TicketRequest) => {
      sent.current = request;
      const event = await send(request);
      step(event);
      tell(request, event);
    },
    [step],
  );

  const submit = (repeat = false) => {
    if (repeat || blocked || !instrument || account === undefined) return;
    const before = current.current;
    const request = requestOf(before, account, instrument, marketNow(instrument));
    if (!request) {
      // The market may have passed an exit since the ticket was drawn: drawn again, it says so.
      step({ type: 'back' });
      redraw();
      return;
    }
    const now = Date.now();
    const confirming = before.phase === 'confirming';
    const after = step(confirming ? { type: 'confirm', now } : { type: 'submit', now, confirm: confirmOrders });
    if (after.phase === 'sending' && before.phase !== 'sending') void go(request);
  };

  useEffect(() => {
    const found = foundEvent(state, orders);
    if (found) step(found);
  }, [state, orders, step]);

  return {
    state,
    edit: (change) => void step({ type: 'edit', change }),
    submit,
    back: () => void step({ type: 'back' }),
    acknowledge: () => void step({ type: 'acknowledge', nextId: nextId() }),
    askAgain: () => {
      if (current.current.phase === 'unknown' && sent.current) void go(sent.current);
    },
  };
}
