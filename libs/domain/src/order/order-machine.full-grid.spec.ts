import { describe, expect, it } from '@jest/globals';
import {
  EXEC_TYPES,
  LOCAL_STATES,
  type ExecType,
  type ExecutionReport,
  type LocalState,
  type OrdStatus,
} from './order.js';
import { judgeExecution } from './order-judge.js';
import { applyExecution, ExecutionEffect } from './order-machine.js';
import { isClosed, leavesOf, OrderState, ordStatusOf } from './order-state.js';

/**
 * Every local state x status x pending x exec type, 6 468 cells. Columns are exec types; a cell is the status that results,
 * by its letter, with `!` for a fill or correction after the end; `.` tells nothing new; `-` is illegal. An order of 10 of
 * which 4 are filled where the status says that something is; a replace in flight asks for 20.
 */
const LETTERS: Readonly<Record<OrdStatus, string>> = {
  PendingNew: 'W',
  New: 'N',
  PartiallyFilled: 'P',
  Filled: 'F',
  DoneForDay: 'D',
  Canceled: 'C',
  Replaced: '?',
  PendingCancel: 'c',
  PendingReplace: 'r',
  Stopped: 'S',
  Rejected: 'X',
  Suspended: 'H',
  Calculated: 'K',
  Expired: 'E',
};
const FILLED: Partial<Record<OrdStatus, number>> = {
  PartiallyFilled: 4,
  Filled: 10,
  DoneForDay: 4,
  Canceled: 4,
  Calculated: 10,
};
/** Statuses under a request; PendingCancel, PendingReplace and Replaced are never what is underneath. */
const WORKING = Object.keys(LETTERS).filter((one) => !/^(?:Pending[CR].*|Replaced)$/.test(one)) as OrdStatus[];
const PENDING = { none: [], cancel: ['Cancel'], replace: ['Replace'], both: ['Replace', 'Cancel'] } as const;
type Pending = keyof typeof PENDING;

function order(local: LocalState, working: OrdStatus, pending: Pending): OrderState {
  const state = new OrderState('o', { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 10, price: 100 });
  state.local = local;
  state.working = working;
  state.cumQty = FILLED[working] ?? 0;
  state.notional.addProduct(100, state.cumQty);
  for (const kind of PENDING[pending])
    state.addPending({ kind, id: kind, quantity: kind === 'Replace' ? 20 : 10, price: 100 });
  return state;
}

function report(execType: ExecType): ExecutionReport {
  const head = { clOrdId: 'o', execId: 'e', execType, us: 1, ns: 0 };
  if (execType === 'Trade') return { ...head, lastQty: 3, lastPx: 100 };
  if (execType === 'TradeCorrect') return { ...head, execRefId: 'f', lastQty: 2, lastPx: 101 };
  if (execType === 'TradeCancel') return { ...head, execRefId: 'f' };
  if (execType === 'Restated') return { ...head, orderQty: 8 };
  return head;
}

const effect = new ExecutionEffect();

function cell(local: LocalState, working: OrdStatus, pending: Pending, execType: ExecType): string {
  const state = order(local, working, pending);
  const before = JSON.stringify(state);
  const original = state.cumQty >= 4 ? { quantity: 4, price: 100 } : undefined;
  const judged = judgeExecution(state, report(execType), original);
  applyExecution(state, report(execType), original, effect);
  expect([effect.verdict, effect.code]).toEqual([
    judged,
    judged === 'Illegal' ? 'ORDER_TRANSITION_ILLEGAL' : undefined,
  ]);
  if (judged !== 'Applied') expect(JSON.stringify(state)).toBe(before);
  if (judged === 'Illegal') return '-';
  if (judged === 'Stale') return '.';
  if (isClosed(state)) expect(leavesOf(state)).toBe(0);
  return `${LETTERS[ordStatusOf(state)]}${effect.late ? '!' : ''}`;
}

/** Handed to the broker, which has not spoken. The same for Intent and Reconciling; Unknown differs in its own column. */
const UNHEARD = `
                        pN Nw Tr TC TB DD Ca Re pC pR CR RR St Rj Su Cl Rs Ex OS De Un
PendingNew none         W  N  P  -  -  D  C  -  c  r  -  -  S  X  -  -  -  E  .  -  W
PendingNew cancel       c  c  c  -  -  c  C  -  c  c  W  -  c  X  -  -  -  E  .  -  c
PendingNew replace      r  r  r  -  -  r  C  N  c  r  -  W  r  X  -  -  -  E  .  -  r
PendingNew both         c  c  c  -  -  c  C  c  c  c  r  c  c  X  -  -  -  E  .  -  c
New none                N  N  P  -  -  D  C  -  c  r  -  -  S  X  H  -  N  E  .  -  N
New cancel              c  c  c  -  -  c  C  -  c  c  N  -  c  X  c  -  c  E  .  -  c
New replace             r  r  r  -  -  r  C  N  c  r  -  N  r  X  r  -  r  E  .  -  r
New both                c  c  c  -  -  c  C  c  c  c  r  c  c  X  c  -  c  E  .  -  c
PartiallyFilled none    P  P  P  P  N  D  C  -  c  r  -  -  -  -  H  -  P  E  .  -  P
PartiallyFilled cancel  c  c  c  c  c  c  C  -  c  c  P  -  -  -  c  -  c  E  .  -  c
PartiallyFilled replace r  r  r  r  r  r  C  P  c  r  -  P  -  -  r  -  r  E  .  -  r
PartiallyFilled both    c  c  c  c  c  c  C  c  c  c  r  c  -  -  c  -  c  E  .  -  c
Filled none             .  .  F! P  P  -  -  -  -  r  .  .  -  -  -  .  -  -  .  -  .
Filled cancel           .  .  c! c  c  -  -  -  .  c  F  .  -  -  -  .  -  -  .  -  .
Filled replace          r  r  r  r  r  -  -  P  -  r  -  F  -  -  -  .  -  -  .  -  r
Filled both             c  c  c  c  c  -  -  c  c  c  r  c  -  -  -  .  -  -  .  -  c
DoneForDay none         .  P  D! D! D! .  -  -  -  -  .  .  -  -  -  .  P  -  .  -  .
DoneForDay cancel       .  c  c! c! c! .  C  -  .  -  D  .  -  -  -  .  c  -  .  -  .
DoneForDay replace      .  r  r! r! r! .  -  P  -  .  .  D  -  -  -  .  r  -  .  -  .
DoneForDay both         .  c  c! c! c! .  C  c  .  .  r  c  -  -  -  .  c  -  .  -  .
Canceled none           -  -  C! C! C! -  .  -  -  -  .  .  -  -  -  -  -  -  .  -  .
Canceled cancel         -  -  c! c! c! -  .  -  .  -  C  .  -  -  -  -  -  -  .  -  .
Canceled replace        -  -  r! r! r! -  .  C  -  .  .  C  -  -  -  -  -  -  .  -  .
Canceled both           -  -  c! c! c! -  .  c  .  .  r  c  -  -  -  -  -  -  .  -  .
Stopped none            S  S  P  -  -  -  -  -  -  -  -  -  S  -  -  -  -  -  .  -  S
Stopped cancel          c  c  c  -  -  -  -  -  c  -  S  -  c  -  -  -  -  -  .  -  c
Stopped replace         r  r  r  -  -  -  -  S  -  r  -  S  r  -  -  -  -  -  .  -  r
Stopped both            c  c  c  -  -  -  -  c  c  c  r  c  c  -  -  -  -  -  .  -  c
Rejected none           -  -  X! -  -  -  -  -  -  -  .  .  -  .  -  -  -  -  .  -  .
Rejected cancel         -  -  c! -  -  -  -  -  .  -  X  .  -  .  -  -  -  -  .  -  .
Rejected replace        -  -  r! -  -  -  -  X  -  .  .  X  -  .  -  -  -  -  .  -  .
Rejected both           -  -  c! -  -  -  -  c  .  .  r  c  -  .  -  -  -  -  .  -  .
Suspended none          H  N  H  -  -  D  C  -  c  r  -  -  -  -  H  -  H  E  .  -  H
Suspended cancel        c  c  c  -  -  c  C  -  c  c  H  -  -  -  c  -  c  E  .  -  c
Suspended replace       r  r  r  -  -  r  C  H  c  r  -  H  -  -  r  -  r  E  .  -  r
Suspended both          c  c  c  -  -  c  C  c  c  c  r  c  -  -  c  -  c  E  .  -  c
Calculated none         -  -  K! K! K! -  -  -  -  -  .  .  -  -  -  .  -  -  .  -  .
Calculated cancel       -  -  c! c! c! -  -  -  .  -  K  .  -  -  -  .  -  -  .  -  .
Calculated replace      -  -  r! r! r! -  -  K  -  .  .  K  -  -  -  .  -  -  .  -  .
Calculated both         -  -  c! c! c! -  -  c  .  .  r  c  -  -  -  .  -  -  .  -  .
Expired none            -  -  E! -  -  -  -  -  -  -  .  .  -  -  -  -  -  .  .  -  .
Expired cancel          -  -  c! -  -  -  -  -  .  -  E  .  -  -  -  -  -  .  .  -  .
Expired replace         -  -  r! -  -  -  -  E  -  .  .  E  -  -  -  -  -  .  .  -  .
Expired both            -  -  c! -  -  -  -  c  .  .  r  c  -  -  -  -  -  .  .  -  .
`;

const ACKNOWLEDGED = `
                        pN Nw Tr TC TB DD Ca Re pC pR CR RR St Rj Su Cl Rs Ex OS De Un
PendingNew none         .  N  P  -  -  D  C  -  c  r  -  -  S  X  -  -  -  E  .  -  W
PendingNew cancel       .  c  c  -  -  c  C  -  .  c  W  -  c  X  -  -  -  E  .  -  c
PendingNew replace      .  r  r  -  -  r  C  N  c  .  -  W  r  X  -  -  -  E  .  -  r
PendingNew both         .  c  c  -  -  c  C  c  .  .  r  c  c  X  -  -  -  E  .  -  c
New none                .  .  P  -  -  D  C  -  c  r  -  -  S  X  H  -  N  E  .  -  N
New cancel              .  .  c  -  -  c  C  -  .  c  N  -  c  X  c  -  c  E  .  -  c
New replace             .  .  r  -  -  r  C  N  c  .  -  N  r  X  r  -  r  E  .  -  r
New both                .  .  c  -  -  c  C  c  .  .  r  c  c  X  c  -  c  E  .  -  c
PartiallyFilled none    .  .  P  P  N  D  C  -  c  r  -  -  -  -  H  -  P  E  .  -  P
PartiallyFilled cancel  .  .  c  c  c  c  C  -  .  c  P  -  -  -  c  -  c  E  .  -  c
PartiallyFilled replace .  .  r  r  r  r  C  P  c  .  -  P  -  -  r  -  r  E  .  -  r
PartiallyFilled both    .  .  c  c  c  c  C  c  .  .  r  c  -  -  c  -  c  E  .  -  c
Filled none             .  .  F! P  P  -  -  -  -  r  .  .  -  -  -  .  -  -  .  -  .
Filled cancel           .  .  c! c  c  -  -  -  .  c  F  .  -  -  -  .  -  -  .  -  .
Filled replace          .  .  r  r  r  -  -  P  -  .  -  F  -  -  -  .  -  -  .  -  r
Filled both             .  .  c  c  c  -  -  c  .  .  r  c  -  -  -  .  -  -  .  -  c
DoneForDay none         .  P  D! D! D! .  -  -  -  -  .  .  -  -  -  .  P  -  .  -  .
DoneForDay cancel       .  c  c! c! c! .  C  -  .  -  D  .  -  -  -  .  c  -  .  -  .
DoneForDay replace      .  r  r! r! r! .  -  P  -  .  .  D  -  -  -  .  r  -  .  -  .
DoneForDay both         .  c  c! c! c! .  C  c  .  .  r  c  -  -  -  .  c  -  .  -  .
Canceled none           -  -  C! C! C! -  .  -  -  -  .  .  -  -  -  -  -  -  .  -  .
Canceled cancel         -  -  c! c! c! -  .  -  .  -  C  .  -  -  -  -  -  -  .  -  .
Canceled replace        -  -  r! r! r! -  .  C  -  .  .  C  -  -  -  -  -  -  .  -  .
Canceled both           -  -  c! c! c! -  .  c  .  .  r  c  -  -  -  -  -  -  .  -  .
Stopped none            .  .  P  -  -  -  -  -  -  -  -  -  .  -  -  -  -  -  .  -  S
Stopped cancel          .  .  c  -  -  -  -  -  .  -  S  -  .  -  -  -  -  -  .  -  c
Stopped replace         .  .  r  -  -  -  -  S  -  .  -  S  .  -  -  -  -  -  .  -  r
Stopped both            .  .  c  -  -  -  -  c  .  .  r  c  .  -  -  -  -  -  .  -  c
Rejected none           -  -  X! -  -  -  -  -  -  -  .  .  -  .  -  -  -  -  .  -  .
Rejected cancel         -  -  c! -  -  -  -  -  .  -  X  .  -  .  -  -  -  -  .  -  .
Rejected replace        -  -  r! -  -  -  -  X  -  .  .  X  -  .  -  -  -  -  .  -  .
Rejected both           -  -  c! -  -  -  -  c  .  .  r  c  -  .  -  -  -  -  .  -  .
Suspended none          .  N  H  -  -  D  C  -  c  r  -  -  -  -  .  -  H  E  .  -  H
Suspended cancel        .  c  c  -  -  c  C  -  .  c  H  -  -  -  .  -  c  E  .  -  c
Suspended replace       .  r  r  -  -  r  C  H  c  .  -  H  -  -  .  -  r  E  .  -  r
Suspended both          .  c  c  -  -  c  C  c  .  .  r  c  -  -  .  -  c  E  .  -  c
Calculated none         -  -  K! K! K! -  -  -  -  -  .  .  -  -  -  .  -  -  .  -  .
Calculated cancel       -  -  c! c! c! -  -  -  .  -  K  .  -  -  -  .  -  -  .  -  .
Calculated replace      -  -  r! r! r! -  -  K  -  .  .  K  -  -  -  .  -  -  .  -  .
Calculated both         -  -  c! c! c! -  -  c  .  .  r  c  -  -  -  .  -  -  .  -  .
Expired none            -  -  E! -  -  -  -  -  -  -  .  .  -  -  -  -  -  .  .  -  .
Expired cancel          -  -  c! -  -  -  -  -  .  -  E  .  -  -  -  -  -  .  .  -  .
Expired replace         -  -  r! -  -  -  -  E  -  .  .  E  -  -  -  -  -  .  .  -  .
Expired both            -  -  c! -  -  -  -  c  .  .  r  c  -  -  -  -  -  .  .  -  .
`;

function lines(table: string): Map<string, string[]> {
  const rows = table.trim().split('\n').slice(1);
  return new Map(
    rows.map((row) => row.split(/ +/)).map(([status = '', pending = '', ...cells]) => [`${status} ${pending}`, cells]),
  );
}

const TABLES = { unheard: lines(UNHEARD), acknowledged: lines(ACKNOWLEDGED) };

function expected(local: LocalState, working: OrdStatus, pending: Pending): readonly string[] {
  // Not sent yet: no broker can have a word of it.
  if (local === 'Created') return EXEC_TYPES.map((one) => (one === 'OrderStatus' ? '.' : '-'));
  // Never sent: a fill is booked and alarmed all the same.
  if (local === 'Denied') {
    const late = `${LETTERS[ordStatusOf(order(local, working, pending))]}!`;
    return EXEC_TYPES.map((one) => (one === 'OrderStatus' ? '.' : one === 'Trade' ? late : '-'));
  }
  const table = local === 'Acknowledged' ? TABLES.acknowledged : TABLES.unheard;
  const row = table.get(`${working} ${pending}`) ?? [];
  return local === 'Unknown' ? row.map((one, i) => (EXEC_TYPES[i] === 'Unknown' ? '.' : one)) : row;
}

describe('order state machine, every cell', () => {
  it('has a line for every status and every set of requests', () => {
    expect(WORKING).toHaveLength(11);
    for (const table of Object.values(TABLES)) expect(table.size).toBe(WORKING.length * Object.keys(PENDING).length);
  });
  for (const local of LOCAL_STATES)
    for (const working of WORKING)
      it(`${local} ${working}`, () => {
        for (const pending of Object.keys(PENDING) as Pending[]) {
          const cells = EXEC_TYPES.map((execType) => cell(local, working, pending, execType));
          expect([pending, ...cells]).toEqual([pending, ...expected(local, working, pending)]);
        }
      });
});
