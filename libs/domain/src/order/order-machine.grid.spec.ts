import { describe, expect, it } from '@jest/globals';
import {
  EXEC_TYPES,
  ORD_STATUSES,
  type ExecType,
  type ExecutionReport,
  type LocalState,
  type OrdStatus,
} from './order.js';
import { judgeExecution } from './order-judge.js';
import { applyExecution, ExecutionEffect } from './order-machine.js';
import { isClosed, leavesOf, OrderState, ordStatusOf } from './order-state.js';

const QUANTITY = 10;
const FILL = { quantity: 4, price: 100 };

function order(local: LocalState, working: OrdStatus, cumQty = 0): OrderState {
  const state = new OrderState('o', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: QUANTITY, price: 100 });
  state.local = local;
  state.working = working;
  state.cumQty = cumQty;
  state.notional.addProduct(100, cumQty);
  return state;
}

function pending(kind: 'Cancel' | 'Replace'): OrderState {
  const state = order('Acknowledged', 'New');
  state.addPending({ kind, id: 'r', quantity: kind === 'Replace' ? 20 : QUANTITY, price: 100 });
  return state;
}

/** Every local state and every status, each as an order of 10 comes to it. */
const ROWS: Record<string, () => OrderState> = {
  Created: () => order('Created', 'PendingNew'),
  Denied: () => order('Denied', 'Rejected'),
  Intent: () => order('Intent', 'PendingNew'),
  Sent: () => order('Sent', 'PendingNew'),
  Unknown: () => order('Unknown', 'PendingNew'),
  Reconciling: () => order('Reconciling', 'PendingNew'),
  PendingNew: () => order('Acknowledged', 'PendingNew'),
  New: () => order('Acknowledged', 'New'),
  PartiallyFilled: () => order('Acknowledged', 'PartiallyFilled', 4),
  Filled: () => order('Acknowledged', 'Filled', QUANTITY),
  DoneForDay: () => order('Acknowledged', 'DoneForDay', 4),
  Canceled: () => order('Acknowledged', 'Canceled', 4),
  Replaced: () => Object.assign(order('Acknowledged', 'New'), { acceptedId: 'r' }),
  PendingCancel: () => pending('Cancel'),
  PendingReplace: () => pending('Replace'),
  Stopped: () => order('Acknowledged', 'Stopped'),
  Rejected: () => order('Acknowledged', 'Rejected'),
  Suspended: () => order('Acknowledged', 'Suspended'),
  Calculated: () => order('Acknowledged', 'Calculated', QUANTITY),
  Expired: () => order('Acknowledged', 'Expired'),
};

function report(execType: ExecType): ExecutionReport {
  const head = { clOrdId: 'o', execId: 'e', execType, us: 1, ns: 0 };
  if (execType === 'Trade') return { ...head, lastQty: 3, lastPx: 100 };
  if (execType === 'TradeCorrect') return { ...head, execRefId: 'f', lastQty: 2, lastPx: 101 };
  if (execType === 'TradeCancel') return { ...head, execRefId: 'f' };
  if (execType === 'Restated') return { ...head, orderQty: 8 };
  return head;
}

/** `status/local cum+leaves`, with `!` for a late fill; `.` tells nothing new; `-` illegal. */
function cell(row: () => OrderState, execType: ExecType): string {
  const state = row();
  const before = JSON.stringify(state);
  const original = state.cumQty >= FILL.quantity ? FILL : undefined;
  const effect = new ExecutionEffect();
  const judged = judgeExecution(state, report(execType), original);
  expect(JSON.stringify(state)).toBe(before);
  applyExecution(state, report(execType), original, effect);
  expect(effect.verdict).toBe(judged);
  expect(effect.code).toBe(judged === 'Illegal' ? 'ORDER_TRANSITION_ILLEGAL' : undefined);
  if (judged !== 'Applied') {
    expect(JSON.stringify(state)).toBe(before);
    return judged === 'Stale' ? '.' : '-';
  }
  if (isClosed(state)) expect(leavesOf(state)).toBe(0);
  const local = state.local === 'Acknowledged' ? '' : `/${state.local}`;
  return `${ordStatusOf(state)}${local} ${state.cumQty}+${leavesOf(state)}${effect.late ? '!' : ''}`;
}

/** Every cell that is not illegal. Compare with the transition table of the order state reference. */
const GRID: Record<string, Partial<Record<ExecType, string>>> = {
  Created: { OrderStatus: '.' },
  Denied: { Trade: 'Rejected/Denied 3+0!', OrderStatus: '.' },
  Intent: {
    PendingNew: 'PendingNew 0+10',
    New: 'New 0+10',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingNew/Unknown 0+10',
  },
  Sent: {
    PendingNew: 'PendingNew 0+10',
    New: 'New 0+10',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingNew/Unknown 0+10',
  },
  Unknown: {
    PendingNew: 'PendingNew 0+10',
    New: 'New 0+10',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: '.',
  },
  Reconciling: {
    PendingNew: 'PendingNew 0+10',
    New: 'New 0+10',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingNew/Unknown 0+10',
  },
  PendingNew: {
    PendingNew: '.',
    New: 'New 0+10',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingNew/Unknown 0+10',
  },
  New: {
    PendingNew: '.',
    New: '.',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Suspended: 'Suspended 0+10',
    Restated: 'New 0+8',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'New/Unknown 0+10',
  },
  PartiallyFilled: {
    PendingNew: '.',
    New: '.',
    Trade: 'PartiallyFilled 7+3',
    TradeCorrect: 'PartiallyFilled 2+8',
    TradeCancel: 'New 0+10',
    DoneForDay: 'DoneForDay 4+0',
    Canceled: 'Canceled 4+0',
    PendingCancel: 'PendingCancel 4+6',
    PendingReplace: 'PendingReplace 4+6',
    Suspended: 'Suspended 4+6',
    Restated: 'PartiallyFilled 4+4',
    Expired: 'Expired 4+0',
    OrderStatus: '.',
    Unknown: 'PartiallyFilled/Unknown 4+6',
  },
  Filled: {
    PendingNew: '.',
    New: '.',
    Trade: 'Filled 13+0!',
    TradeCorrect: 'PartiallyFilled 8+2',
    TradeCancel: 'PartiallyFilled 6+4',
    PendingReplace: 'PendingReplace 10+0',
    CancelRejected: '.',
    ReplaceRejected: '.',
    Calculated: '.',
    OrderStatus: '.',
    Unknown: '.',
  },
  DoneForDay: {
    PendingNew: '.',
    New: 'PartiallyFilled 4+6',
    Trade: 'DoneForDay 7+0!',
    TradeCorrect: 'DoneForDay 2+0!',
    TradeCancel: 'DoneForDay 0+0!',
    DoneForDay: '.',
    CancelRejected: '.',
    ReplaceRejected: '.',
    Calculated: '.',
    Restated: 'PartiallyFilled 4+4',
    OrderStatus: '.',
    Unknown: '.',
  },
  Canceled: {
    Trade: 'Canceled 7+0!',
    TradeCorrect: 'Canceled 2+0!',
    TradeCancel: 'Canceled 0+0!',
    Canceled: '.',
    CancelRejected: '.',
    ReplaceRejected: '.',
    OrderStatus: '.',
    Unknown: '.',
  },
  Replaced: {
    PendingNew: '.',
    New: '.',
    Trade: 'PartiallyFilled 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Stopped: 'Stopped 0+10',
    Rejected: 'Rejected 0+0',
    Suspended: 'Suspended 0+10',
    Restated: 'New 0+8',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'New/Unknown 0+10',
  },
  PendingCancel: {
    PendingNew: '.',
    New: '.',
    Trade: 'PendingCancel 3+7',
    DoneForDay: 'PendingCancel 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: '.',
    PendingReplace: 'PendingCancel 0+10',
    CancelRejected: 'New 0+10',
    Stopped: 'PendingCancel 0+10',
    Rejected: 'Rejected 0+0',
    Suspended: 'PendingCancel 0+10',
    Restated: 'PendingCancel 0+8',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingCancel/Unknown 0+10',
  },
  PendingReplace: {
    PendingNew: '.',
    New: '.',
    Trade: 'PendingReplace 3+7',
    DoneForDay: 'PendingReplace 0+0',
    Canceled: 'Canceled 0+0',
    Replaced: 'New 0+20',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: '.',
    ReplaceRejected: 'New 0+10',
    Stopped: 'PendingReplace 0+10',
    Rejected: 'Rejected 0+0',
    Suspended: 'PendingReplace 0+10',
    Restated: 'PendingReplace 0+8',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'PendingReplace/Unknown 0+10',
  },
  Stopped: {
    PendingNew: '.',
    New: '.',
    Trade: 'PartiallyFilled 3+7',
    Stopped: '.',
    OrderStatus: '.',
    Unknown: 'Stopped/Unknown 0+10',
  },
  Rejected: {
    Trade: 'Rejected 3+0!',
    CancelRejected: '.',
    ReplaceRejected: '.',
    Rejected: '.',
    OrderStatus: '.',
    Unknown: '.',
  },
  Suspended: {
    PendingNew: '.',
    New: 'New 0+10',
    Trade: 'Suspended 3+7',
    DoneForDay: 'DoneForDay 0+0',
    Canceled: 'Canceled 0+0',
    PendingCancel: 'PendingCancel 0+10',
    PendingReplace: 'PendingReplace 0+10',
    Suspended: '.',
    Restated: 'Suspended 0+8',
    Expired: 'Expired 0+0',
    OrderStatus: '.',
    Unknown: 'Suspended/Unknown 0+10',
  },
  Calculated: {
    Trade: 'Calculated 13+0!',
    TradeCorrect: 'Calculated 8+0!',
    TradeCancel: 'Calculated 6+0!',
    CancelRejected: '.',
    ReplaceRejected: '.',
    Calculated: '.',
    OrderStatus: '.',
    Unknown: '.',
  },
  Expired: {
    Trade: 'Expired 3+0!',
    CancelRejected: '.',
    ReplaceRejected: '.',
    Expired: '.',
    OrderStatus: '.',
    Unknown: '.',
  },
};

describe('order state machine', () => {
  it('has a row for every status', () => {
    for (const status of ORD_STATUSES) expect(Object.keys(ROWS)).toContain(status);
  });
  for (const [name, row] of Object.entries(ROWS)) {
    it.each(EXEC_TYPES.map((execType) => [execType] as const))(`${name} on %s`, (execType) => {
      expect(cell(row, execType)).toBe(GRID[name]?.[execType] ?? '-');
    });
  }
});
