import { describe, expect, it } from '@jest/globals';
import { EXEC_TYPES, type ExecType, type ExecutionReport } from '@bourseworks/domain';
import { Desk, IBM } from '../test/desk.js';

/** Orders of 10 as they come to every state that a broker can be heard in. */
const STATES = {
  Intent: (desk: Desk) => desk.submit({ quantity: '10' }).clOrdId,
  Sent: sent,
  Unknown: (desk: Desk) => then(sent(desk), () => desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now))),
  PendingNew: (desk: Desk) => told(desk, sent(desk), 'PendingNew'),
  New: accepted,
  PartiallyFilled: (desk: Desk) => filled(desk, accepted(desk), 4),
  Filled: (desk: Desk) => filled(desk, accepted(desk), 10),
  DoneForDay: (desk: Desk) => told(desk, filled(desk, accepted(desk), 4), 'DoneForDay'),
  DoneForDayGtc: (desk: Desk) => told(desk, filled(desk, accepted(desk, 'GTC'), 4), 'DoneForDay'),
  Canceled: (desk: Desk) => told(desk, filled(desk, accepted(desk), 4), 'Canceled'),
  Rejected: (desk: Desk) => told(desk, sent(desk), 'Rejected'),
  Expired: (desk: Desk) => told(desk, accepted(desk), 'Expired'),
  Stopped: (desk: Desk) => told(desk, accepted(desk), 'Stopped'),
  Suspended: (desk: Desk) => told(desk, accepted(desk), 'Suspended'),
  PendingCancel: (desk: Desk) => cancelling(desk, accepted(desk)),
  PendingReplace: (desk: Desk) => replacing(desk, accepted(desk)),
  Both: (desk: Desk) => cancelling(desk, replacing(desk, accepted(desk))),
  FilledReplacing: (desk: Desk) => filled(desk, replacing(desk, accepted(desk)), 10),
} as const;

function then(clOrdId: string, act: () => unknown): string {
  act();
  return clOrdId;
}

function sent(desk: Desk, timeInForce: 'DAY' | 'GTC' = 'DAY'): string {
  return then(desk.submit({ quantity: '10', timeInForce }).clOrdId, () => desk.release());
}

function told(desk: Desk, clOrdId: string, execType: ExecType): string {
  return then(clOrdId, () => desk.report(execType, clOrdId));
}

function accepted(desk: Desk, timeInForce: 'DAY' | 'GTC' = 'DAY'): string {
  return told(desk, sent(desk, timeInForce), 'New');
}

function filled(desk: Desk, clOrdId: string, quantity: number): string {
  return then(clOrdId, () => desk.fill(clOrdId, quantity, 5_000, { execId: 'f' }));
}

function cancelling(desk: Desk, clOrdId: string): string {
  return then(clOrdId, () => desk.cancel(clOrdId));
}

function replacing(desk: Desk, clOrdId: string): string {
  return then(clOrdId, () => desk.replace(clOrdId, { quantity: '20' }));
}

function fields(execType: ExecType): Partial<ExecutionReport> {
  if (execType === 'Trade') return { lastQty: 3, lastPx: 5_000 };
  if (execType === 'TradeCorrect') return { execRefId: 'f', lastQty: 2, lastPx: 4_900 };
  if (execType === 'TradeCancel') return { execRefId: 'f' };
  return execType === 'Restated' ? { orderQty: 8 } : {};
}

const isState = (name: string): name is keyof typeof STATES => name in STATES;

/** Everything that an order moves. */
function books(desk: Desk, clOrdId: string): string {
  const { portfolio } = desk.engine;
  const money = [desk.engine.reserved('A'), portfolio.cash('A'), portfolio.accountQuantity('A', IBM.key)];
  return `${desk.state(clOrdId)} ${JSON.stringify(money, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))}`;
}

/** `-` refused: recorded and alarmed; `.` tells nothing new, leaves nothing; `+` applied. */
function cell(state: keyof typeof STATES, execType: ExecType): string {
  const desk = new Desk();
  const clOrdId = STATES[state](desk);
  const before = books(desk, clOrdId);
  const alarms = desk.alarms().length;
  const { records, effects } = desk.report(execType, clOrdId, fields(execType));
  desk.replayed();
  if (records.length === 0) {
    expect([effects, books(desk, clOrdId)]).toEqual([[], before]);
    return '.';
  }
  expect(records).toHaveLength(1);
  if (records[0]?.type !== 'Anomaly') {
    expect(desk.alarms().slice(alarms)).not.toContain('ORDER_TRANSITION_ILLEGAL');
    return '+';
  }
  expect(records[0]).toMatchObject({ clOrdId, execType, alarm: 'ORDER_TRANSITION_ILLEGAL' });
  expect(effects.map(({ kind }) => kind)).toEqual(['risk']);
  expect([desk.alarms().slice(alarms), books(desk, clOrdId)]).toEqual([['ORDER_TRANSITION_ILLEGAL'], before]);
  return '-';
}

/** Columns are exec types; what becomes of the status stands in the grid of the order machine. */
const GRID = `
                pN Nw Tr TC TB DD Ca Re pC pR CR RR St Rj Su Cl Rs Ex OS De Un
Intent          +  +  +  -  -  +  +  -  +  +  -  -  +  +  -  -  -  +  .  -  +
Sent            +  +  +  -  -  +  +  -  +  +  -  -  +  +  -  -  -  +  .  -  +
Unknown         +  +  +  -  -  +  +  -  +  +  -  -  +  +  -  -  -  +  .  -  .
PendingNew      .  +  +  -  -  +  +  -  +  +  -  -  +  +  -  -  -  +  .  -  +
New             .  .  +  -  -  +  +  -  +  +  -  -  +  +  +  -  +  +  .  -  +
PartiallyFilled .  .  +  +  +  +  +  -  +  +  -  -  -  -  +  -  +  +  .  -  +
Filled          .  .  +  +  +  -  -  -  -  +  .  .  -  -  -  .  -  -  .  -  .
DoneForDay      .  +  +  +  +  .  -  -  -  -  .  .  -  -  -  .  +  -  .  -  .
DoneForDayGtc   .  +  +  +  +  .  -  -  +  +  -  -  -  -  -  .  +  -  .  -  +
Canceled        -  -  +  +  +  -  .  -  -  -  .  .  -  -  -  -  -  -  .  -  .
Rejected        -  -  +  -  -  -  -  -  -  -  .  .  -  .  -  -  -  -  .  -  .
Expired         -  -  +  -  -  -  -  -  -  -  .  .  -  -  -  -  -  .  .  -  .
Stopped         .  .  +  -  -  -  -  -  -  -  -  -  .  -  -  -  -  -  .  -  +
Suspended       .  +  +  -  -  +  +  -  +  +  -  -  -  -  .  -  +  +  .  -  +
PendingCancel   .  .  +  -  -  +  +  -  .  +  +  -  +  +  +  -  +  +  .  -  +
PendingReplace  .  .  +  -  -  +  +  +  +  .  -  +  +  +  +  -  +  +  .  -  +
Both            .  .  +  -  -  +  +  +  .  .  +  +  +  +  +  -  +  +  .  -  +
FilledReplacing .  .  +  +  +  -  -  +  -  .  -  +  -  -  -  .  -  -  .  -  +
`;

describe('a report that is not legal', () => {
  const rows = GRID.trim().split('\n').slice(1);
  it.each(rows.map((row) => row.split(/ +/)))('of an order that is %s', (state, ...cells) => {
    if (!isState(state)) throw new Error(`no state ${state}`);
    expect(EXEC_TYPES.map((execType) => cell(state, execType))).toEqual(cells);
  });

  it('has a row for each state', () => {
    expect(rows.map((row) => row.split(' ')[0])).toEqual(Object.keys(STATES));
  });
});
