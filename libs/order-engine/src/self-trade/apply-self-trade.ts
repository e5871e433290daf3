import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { alarm, present } from '../events.js';
import type { SelfTradeRecord } from '../records/own-order-records.js';

const DONE = {
  denied: 'stays',
  cancelled: 'is cancelled',
  reduced: 'is reduced',
  pending: 'is being cancelled already',
} as const;

/** Tells who met whom; the orders themselves are changed by records of their own. */
export function applySelfTrade(state: EngineState, record: SelfTradeRecord, out: Decision): void {
  const { owner, account, strategy, clOrdId, restingAccount, restingStrategy, restingId, action, mode } = record;
  const met = `${clOrdId} of ${account}/${strategy} would meet ${restingId} of ${restingAccount}/${restingStrategy}`;
  // An exit, or a stop, is not given up for what it would meet.
  const waits = state.orders.get(clOrdId)?.staysInside === true;
  const becomes = record.refused ? (waits ? 'waits' : 'is refused') : 'is sent';
  const fate = `${mode}: the new order ${becomes}, the other ${DONE[action]}`;
  const event = alarm(record, 'RISK_SELF_TRADE', clOrdId, `${met}, owner ${owner}; ${fate}`);
  const commandId = present(record.commandId);
  out.effects.push({ kind: 'risk', sequence: record.sequence, event: { ...event, commandId } });
}
