import { describe, expect, it } from '@jest/globals';
import type { ExecType, ExecutionReport } from './order.js';
import { applyExecution, applyRequest, ExecutionEffect } from './order-machine.js';
import { isClosed, leavesOf, OrderState, ordStatusOf } from './order-state.js';

const effect = new ExecutionEffect();

function working(): OrderState {
  const state = new OrderState('X', { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: 100, price: 50 });
  state.local = 'Sent';
  report(state, 'New');
  return state;
}

function report(state: OrderState, execType: ExecType, fields: Partial<ExecutionReport> = {}): ExecutionEffect {
  return applyExecution(state, { clOrdId: 'X', execId: 'e', execType, us: 0, ns: 0, ...fields }, undefined, effect);
}

describe('requests in flight', () => {
  it('carry the old terms in fills until a replace is accepted, the new ones after', () => {
    const state = working();
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 150, price: 51 });
    report(state, 'Trade', { lastQty: 30, lastPx: 50 });
    expect([state.quantity, state.price, leavesOf(state), ordStatusOf(state)]).toEqual([100, 50, 70, 'PendingReplace']);
    report(state, 'Replaced', { clOrdId: 'Y' });
    expect([state.quantity, state.price, leavesOf(state), ordStatusOf(state)]).toEqual([
      150,
      51,
      120,
      'PartiallyFilled',
    ]);
    expect(state.acceptedId).toBe('Y');
    expect(report(state, 'Replaced', { clOrdId: 'Y' }).verdict).toBe('Stale');
  });

  it('return to the state under them one by one', () => {
    const state = working();
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 150, price: 51 });
    applyRequest(state, { kind: 'Cancel', id: 'Z', quantity: 100, price: 50 });
    expect(ordStatusOf(state)).toBe('PendingCancel');
    report(state, 'CancelRejected', { clOrdId: 'Z' });
    expect(ordStatusOf(state)).toBe('PendingReplace');
    report(state, 'ReplaceRejected', { clOrdId: 'Y' });
    expect([ordStatusOf(state), state.quantity]).toEqual(['New', 100]);
  });

  it('are told apart by their ids, and an answer to none of them is illegal', () => {
    const state = working();
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 150, price: 51 });
    applyRequest(state, { kind: 'Replace', id: 'Z', quantity: 200, price: 52 });
    expect(report(state, 'ReplaceRejected', { clOrdId: 'W' }).code).toBe('ORDER_TRANSITION_ILLEGAL');
    report(state, 'Replaced', { clOrdId: 'Z' });
    expect([state.quantity, ordStatusOf(state)]).toEqual([200, 'PendingReplace']);
    report(state, 'ReplaceRejected', { clOrdId: 'Y' });
    expect([state.quantity, ordStatusOf(state)]).toEqual([200, 'New']);
  });

  it('that cut the quantity to what is filled, or below, fill the order', () => {
    for (const quantity of [60, 40]) {
      const state = working();
      applyRequest(state, { kind: 'Replace', id: 'Y', quantity, price: 50 });
      report(state, 'Trade', { lastQty: 60, lastPx: 50 });
      report(state, 'Replaced', { clOrdId: 'Y' });
      expect([ordStatusOf(state), state.quantity, leavesOf(state)]).toEqual(['Filled', 60, 0]);
    }
  });

  it('reopen a filled order by an accepted increase', () => {
    const state = working();
    report(state, 'Trade', { lastQty: 100, lastPx: 50 });
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 120, price: 50 });
    report(state, 'Replaced', { clOrdId: 'Y' });
    expect([ordStatusOf(state), leavesOf(state)]).toEqual(['PartiallyFilled', 20]);
  });

  it('keep a filled order from being closed while an increase is unanswered', () => {
    const state = working();
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 120, price: 50 });
    report(state, 'Trade', { lastQty: 110, lastPx: 50 });
    expect([ordStatusOf(state), isClosed(state), leavesOf(state), effect.overfill]).toEqual([
      'PendingReplace',
      false,
      0,
      false,
    ]);
    report(state, 'Trade', { lastQty: 5, lastPx: 50 });
    expect([effect.late, effect.overfill]).toEqual([false, false]);
    report(state, 'ReplaceRejected', { clOrdId: 'Y' });
    expect([ordStatusOf(state), isClosed(state), effect.overfill]).toEqual(['Filled', true, true]);
  });

  it('do not excuse fills beyond what any of them asked for', () => {
    const state = working();
    applyRequest(state, { kind: 'Replace', id: 'Y', quantity: 120, price: 50 });
    report(state, 'Trade', { lastQty: 121, lastPx: 50 });
    expect(effect.overfill).toBe(true);
    // Alarmed already: its reject is no news.
    report(state, 'ReplaceRejected', { clOrdId: 'Y' });
    expect(effect.overfill).toBe(false);
  });

  it('end with the order; their late rejects tell nothing new', () => {
    const state = working();
    applyRequest(state, { kind: 'Cancel', id: 'Y', quantity: 100, price: 50 });
    report(state, 'Canceled');
    expect(report(state, 'CancelRejected', { clOrdId: 'Y' }).verdict).toBe('Stale');
    expect(ordStatusOf(state)).toBe('Canceled');
  });
});
