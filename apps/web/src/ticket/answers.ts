import type { OrderView } from '@bourseworks/dto/shapes';
import type { ApiProblem } from '../api/problem.js';
import type { ListReceipt, OrderReceipt } from '../api/trading.js';
import { newId } from '../lib/ids.js';
import { describe, type TicketRequest } from './request.js';
import type { Outcome, TicketEvent, TicketState } from './ticket-state.js';

/** What an answer about an order means for its ticket. */

export const nextId = () => newId('web');

/** The gateway refused before it asked the OMS: nothing was used up. */
const UNSENT: ReadonlySet<string> = new Set(['BAD_REQUEST', 'BAD_MESSAGE', 'ROLE_REQUIRED', 'REQUEST_THROTTLED']);

/** Of what the answer is about; a list has one of its own, and one for each of its orders. */
function idOf(receipt: OrderReceipt & ListReceipt): Pick<Outcome, 'clOrdId' | 'listId'> {
  const { clOrdId, listId } = receipt;
  if (listId !== undefined) return { listId };
  return clOrdId === undefined ? {} : { clOrdId };
}

export function receiptEvent(request: TicketRequest, receipt: OrderReceipt & ListReceipt): TicketEvent {
  const { clientOrderId } = request.order;
  const { state, code, reason } = receipt;
  const known = idOf(receipt);
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
  const outcome: Outcome = { kind: 'placed', text: describe(request), ...known };
  return { type: 'final', clientOrderId, outcome, nextId: nextId() };
}

export function problemEvent({ order: { clientOrderId } }: TicketRequest, problem: ApiProblem): TicketEvent {
  const { code, message } = problem;
  const refused: Outcome = { kind: 'refused', text: message, code };
  if (problem.isUnknown) {
    const text = `No answer came: the order may exist or not (${message})`;
    return { type: 'unknown', clientOrderId, outcome: { kind: 'unknown', text, code } };
  }
  if (UNSENT.has(code) || problem.status === 401) return { type: 'unsent', clientOrderId, outcome: refused };
  return { type: 'final', clientOrderId, outcome: refused, nextId: nextId() };
}

/** The order of a ticket whose outcome is not known, once the stream of orders knows it. */
export function foundEvent(state: TicketState, orders: Readonly<Record<string, OrderView>>): TicketEvent | undefined {
  if (state.phase !== 'unknown') return undefined;
  const own = Object.values(orders).filter(({ clientOrderId }) => clientOrderId === state.clientOrderId);
  // All orders of a list have its id: what became of it is told by its entry.
  const order = own.find(({ listRole }) => listRole === 'ENTRY') ?? own[0];
  if (!order || order.state === 'Unknown' || order.state === 'Reconciling') return undefined;
  const refused = order.state === 'Denied' || order.ordStatus === 'Rejected';
  const text = `Found: ${order.ordStatus}`;
  const { clOrdId, listId } = order;
  const known = listId === undefined ? { clOrdId } : { listId };
  const outcome: Outcome = { kind: refused ? 'refused' : 'placed', text, ...known };
  return { type: 'final', clientOrderId: state.clientOrderId, outcome, nextId: nextId() };
}
