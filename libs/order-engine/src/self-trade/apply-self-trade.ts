import type { Decision } from '../decision.js';
import { alarm, present } from '../events.js';
import type { SelfTradeRecord } from '../records/own-order-records.js';

const DONE = {
  denied: 'stays',
  cancelled: 'is cancelled',
  reduced: 'is reduced',
  pending: 'is being cancelled already',
} as const;

/** Tells who met whom; the orders themselves are changed by records of their own. */
export function applySelfTrade(record: SelfTradeRecord, out: Decision): void {
  const { owner, account, strategy, clOrdId, restingAccount, restingStrategy, restingId, action, mode } = record;
  const met = `${clOrdId} of ${account}/${strategy} would meet ${restingId} of ${restingAccount}/${restingStrategy}`;
  const fate = `${mode}: the new order is ${record.refused ? 'refused' : 'sent'}, the other ${DONE[action]}`;
  const event = alarm(record, 'RISK_SELF_TRADE', clOrdId, `${met}, owner ${owner}; ${fate}`);
  const commandId = present(record.commandId);
  out.effects.push({ kind: 'risk', sequence: record.sequence, event: { ...event, commandId } });
}
