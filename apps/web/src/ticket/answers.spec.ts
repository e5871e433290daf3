import { describe, expect, it } from '@jest/globals';
import type { OrderView } from '@bourseworks/dto/shapes';
import { foundEvent, receiptEvent } from './answers.js';
import type { TicketRequest } from './request.js';
import { openTicket, type TicketState } from './ticket-state.js';

const request = {
  order: { clientOrderId: 'mine', side: 'BUY', quantity: '1', symbol: 'X', price: '10' },
  exits: [{ role: 'STOP_LOSS', price: '9' }],
} as unknown as TicketRequest;
const receipt = { commandId: 'c', duplicate: false, state: 'Intent' } as const;

describe('an answer about a list of orders', () => {
  it('that was taken names the list', () => {
    expect(receiptEvent(request, { ...receipt, listId: 'l' })).toMatchObject({
      type: 'final',
      clientOrderId: 'mine',
      outcome: { kind: 'placed', text: 'Buy 1 X at 10, stop-loss 9', listId: 'l' },
    });
  });

  it('that was refused shows the code of the rule', () => {
    const refused = { ...receipt, state: 'Denied', code: 'LIST_INVALID', reason: 'ENTRY: no' } as const;
    expect(receiptEvent(request, refused)).toMatchObject({
      outcome: { kind: 'refused', text: 'ENTRY: no', code: 'LIST_INVALID' },
    });
  });

  it('that does not say how it went leaves the ticket closed', () => {
    expect(receiptEvent(request, { ...receipt, state: 'Unknown' })).toMatchObject({ type: 'unknown' });
  });
});

describe('a list whose outcome was not known', () => {
  const state = { ...openTicket({} as TicketState['draft'], 'mine'), phase: 'unknown' } as TicketState;
  const order = (clOrdId: string, change: Partial<OrderView>): Record<string, OrderView> => ({
    [clOrdId]: { clOrdId, clientOrderId: 'mine', listId: 'l', ordStatus: 'PendingNew', ...change } as OrderView,
  });

  it('is found by its entry, whichever of its orders comes first', () => {
    const exit = order('b', { listRole: 'STOP_LOSS', state: 'Denied' });
    const entry = order('a', { listRole: 'ENTRY', state: 'Sent', ordStatus: 'New' });
    expect(foundEvent(state, { ...exit, ...entry })).toMatchObject({
      type: 'final',
      outcome: { kind: 'placed', text: 'Found: New', listId: 'l' },
    });
    expect(foundEvent(state, order('a', { listRole: 'ENTRY', state: 'Unknown' }))).toBeUndefined();
    expect(foundEvent(state, order('a', { clientOrderId: 'another' }))).toBeUndefined();
  });

  it('is found refused by the order that refused it', () => {
    const { listId: _listId, ...alone } = order('a', { state: 'Denied', ordStatus: 'Rejected' })['a'];
    expect(foundEvent(state, { a: alone })).toMatchObject({ outcome: { kind: 'refused', clOrdId: 'a' } });
  });
});
