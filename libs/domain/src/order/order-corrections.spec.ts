import { describe, expect, it } from '@jest/globals';
import type { ExecType, ExecutionReport } from './order.js';
import type { BookedFill } from './order-judge.js';
import { applyExecution, ExecutionEffect } from './order-machine.js';
import { leavesOf, OrderState, ordStatusOf } from './order-state.js';

const effect = new ExecutionEffect();

function report(
  state: OrderState,
  execType: ExecType,
  fields: Partial<ExecutionReport> = {},
  original?: BookedFill,
): ExecutionEffect {
  return applyExecution(state, { clOrdId: 'X', execId: 'e', execType, us: 0, ns: 0, ...fields }, original, effect);
}

function filled(): OrderState {
  const state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 100, price: 50 });
  state.local = 'Sent';
  report(state, 'Trade', { lastQty: 60, lastPx: 50 });
  report(state, 'Trade', { lastQty: 40, lastPx: 49 });
  return state;
}

describe('busts, corrections and late fills', () => {
  it('a bust takes the execution back, exactly, and reopens a filled order', () => {
    const state = filled();
    report(state, 'TradeCancel', {}, { quantity: 40, price: 49 });
    expect([effect.removedQty, effect.removedPx, effect.late]).toEqual([40, 49, false]);
    expect([ordStatusOf(state), state.cumQty, leavesOf(state), state.notional.toBigInt()]).toEqual([
      'PartiallyFilled',
      60,
      40,
      3_000n,
    ]);
    report(state, 'TradeCancel', {}, { quantity: 60, price: 50 });
    expect([ordStatusOf(state), state.cumQty, leavesOf(state), state.notional.toBigInt()]).toEqual(['New', 0, 100, 0n]);
  });

  it('a correction puts another execution in its place', () => {
    const state = filled();
    report(state, 'TradeCorrect', { lastQty: 40, lastPx: 48 }, { quantity: 40, price: 49 });
    expect([ordStatusOf(state), state.cumQty, state.notional.toBigInt()]).toEqual([
      'Filled',
      100,
      60n * 50n + 40n * 48n,
    ]);
  });

  it('a bust of nothing known is illegal', () => {
    const state = filled();
    expect(report(state, 'TradeCancel').code).toBe('ORDER_TRANSITION_ILLEGAL');
    expect(report(state, 'TradeCancel', {}, { quantity: 200, price: 1 }).verdict).toBe('Illegal');
  });

  it('a fill after the end is booked and flagged, the state kept', () => {
    const state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 100, price: 50 });
    state.local = 'Sent';
    report(state, 'Canceled');
    report(state, 'Trade', { lastQty: 10, lastPx: 50 });
    expect([effect.late, effect.overfill, ordStatusOf(state), state.cumQty, leavesOf(state)]).toEqual([
      true,
      false,
      'Canceled',
      10,
      0,
    ]);
  });

  it('an overfill is booked and flagged', () => {
    const state = filled();
    report(state, 'Trade', { lastQty: 1, lastPx: 50 });
    expect([effect.late, effect.overfill, ordStatusOf(state), state.cumQty]).toEqual([true, true, 'Filled', 101]);
  });

  it('another sum at the venue is flagged', () => {
    const state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 100, price: 50 });
    state.local = 'Sent';
    expect(report(state, 'Trade', { lastQty: 10, lastPx: 50, cumQty: 10 }).mismatch).toBe(false);
    expect(report(state, 'Trade', { lastQty: 10, lastPx: 50, cumQty: 30 }).mismatch).toBe(true);
  });

  it.each([
    { lastQty: 0, lastPx: 1 },
    { lastQty: -1, lastPx: 1 },
    { lastQty: 1.5, lastPx: 1 },
    { lastQty: 1 },
    { lastPx: 1 },
    { lastQty: 2 ** 51, lastPx: 1 },
  ])('a trade of %j is refused', (fields) => {
    const state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 100, price: 50 });
    state.local = 'Sent';
    expect(report(state, 'Trade', fields).verdict).toBe('Illegal');
    expect(state.cumQty).toBe(0);
  });
});
