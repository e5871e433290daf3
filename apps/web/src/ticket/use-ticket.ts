import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { OrderView } from '@bourseworks/dto/shapes';
import { type ApiProblem, asProblem } from '../api/problem.js';
import { trading, type Instrument, type OrderReceipt, type OrderTicket } from '../api/trading.js';
import { grouped, quantity } from '../lib/format.js';
import { newId } from '../lib/ids.js';
import { note, useApp } from '../store/store.js';
import {
  openTicket,
  reduceTicket,
  type Draft,
  type Outcome,
  type TicketEvent,
  type TicketState,
} from './ticket-state.js';
import { readTerms } from './terms.js';

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
};
const nextId = () => newId('web');

/** The gateway refused before it asked the OMS: nothing was used up. */
const UNSENT: ReadonlySet<string> = new Set(['BAD_REQUEST', 'BAD_MESSAGE', 'ROLE_REQUIRED', 'REQUEST_THROTTLED']);

export function ticketOf(state: TicketState, account: string, instrument: Instrument): OrderTicket | undefined {
  const { draft, clientOrderId } = state;
  const read = readTerms(draft, instrument);
  if (!read.ok) return undefined;
  const { venue, symbol } = instrument;
  const { side, type, timeInForce } = draft;
  return { clientOrderId, account, venue, symbol, side, type, timeInForce, ...read.terms };
}

function describe({ side, quantity: size, symbol, price, stopPrice, trailBy }: OrderTicket): string {
  const words = [
    side === 'BUY' ? 'Buy' : 'Sell',
    quantity(size),
    symbol,
    price === undefined ? 'at market' : `at ${grouped(price)}`,
    ...(stopPrice === undefined ? [] : [`once ${grouped(stopPrice)} trades`]),
    ...(trailBy === undefined ? [] : [`trailing by ${grouped(trailBy)}`]),
  ];
  return words.join(' ');
}

function receiptEvent(ticket: OrderTicket, receipt: OrderReceipt): TicketEvent {
  const { clientOrderId } = ticket;
  const { state, clOrdId, code, reason } = receipt;
  const known = clOrdId === undefined ? {} : { clOrdId };
  if (state === 'Unknown' || state === 'Reconciling') {
    const text = reason ?? 'Nobody knows yet whether the order exists';
    return {
      type: 'unknown',
      clientOrderId,
      outcome: { kind: 'unknown', text, ...known, code: code ?? 'ORDER_UNCERTAIN' },
    };
  }
  if (code !== undefined || state === 'NotReceived') {
    const text = reason ?? code ?? 'The order never arrived and will not be taken any more';
    const outcome: Outcome = { kind: 'refused', text, ...(code === undefined ? {} : { code }), ...known };
    return { type: 'final', clientOrderId, outcome, nextId: nextId() };
  }
  const outcome: Outcome = { kind: 'placed', text: describe(ticket), ...known };
  return { type: 'final', clientOrderId, outcome, nextId: nextId() };
}

function problemEvent({ clientOrderId }: OrderTicket, problem: ApiProblem): TicketEvent {
  const { code, message } = problem;
  const refused: Outcome = { kind: 'refused', text: message, code };
  if (problem.isUnknown) {
    const text = `No answer came: the order may exist or not (${message})`;
    return { type: 'unknown', clientOrderId, outcome: { kind: 'unknown', text, code } };
  }
  if (UNSENT.has(code) || problem.status === 401) return { type: 'unsent', clientOrderId, outcome: refused };
  return { type: 'final', clientOrderId, outcome: refused, nextId: nextId() };
}

async function send(ticket: OrderTicket): Promise<TicketEvent> {
  try {
    return receiptEvent(ticket, await trading.place(ticket));
  } catch (error) {
    return problemEvent(ticket, asProblem(error));
  }
}

function tell(ticket: OrderTicket, event: TicketEvent): void {
  if (!('outcome' in event)) return;
  const { kind, text, code } = event.outcome;
  if (kind === 'placed') note('good', 'Order placed', text);
  else note(kind === 'refused' ? 'bad' : 'warn', `${describe(ticket)}: ${kind}`, text, code);
}

/** The order of a ticket whose outcome is not known, once the stream of orders knows it. */
function foundEvent(state: TicketState, orders: Readonly<Record<string, OrderView>>): TicketEvent | undefined {
  if (state.phase !== 'unknown') return undefined;
  const order = Object.values(orders).find(({ clientOrderId }) => clientOrderId === state.clientOrderId);
  if (!order || order.state === 'Unknown' || order.state === 'Reconciling') return undefined;
  const refused = order.state === 'Denied' || order.ordStatus === 'Rejected';
  const text = `Found: ${order.ordStatus}`;
  const outcome: Outcome = { kind: refused ? 'refused' : 'placed', text, clOrdId: order.clOrdId };
  return { type: 'final', clientOrderId: state.clientOrderId, outcome, nextId: nextId() };
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
  const confirmOrders = useApp(({ desk }) => desk.confirmOrders);
  const orders = useApp(({ book }) => book.orders);
  const sent = useRef<OrderTicket>(undefined);
  // Two Enters come in one turn of the loop, before anything is drawn: what is on its way is known here at once.
  const current = useRef(state);
  current.current = state;

  const step = useCallback((event: TicketEvent): TicketState => {
    current.current = reduceTicket(current.current, event);
    dispatch(event);
    return current.current;
  }, []);

  const go = useCallback(
    async (ticket: OrderTicket) => {
      sent.current = ticket;
      const event = await send(ticket);
      step(event);
      tell(ticket, event);
    },
    [step],
  );

  const submit = (repeat = false) => {
    if (repeat || blocked || !instrument || account === undefined) return;
    const before = current.current;
    const ticket = ticketOf(before, account, instrument);
    if (!ticket) return;
    const now = Date.now();
    const confirming = before.phase === 'confirming';
    const after = step(confirming ? { type: 'confirm', now } : { type: 'submit', now, confirm: confirmOrders });
    if (after.phase === 'sending' && before.phase !== 'sending') void go(ticket);
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
