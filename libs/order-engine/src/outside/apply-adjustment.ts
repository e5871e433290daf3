import type { Instrument } from '@bourseworks/domain';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { alarm } from '../events.js';
import type { AdjustmentRecord } from '../records/record.js';

export function applyAdjustment(
  state: EngineState,
  record: AdjustmentRecord,
  instrument: Instrument,
  out: Decision,
): void {
  const path = state.risk.path(record.account, record.strategy, instrument);
  state.portfolio.fill(record.account, record.strategy, instrument, record.quantity, record.price, 0n, '', record.us);
  state.risk.filled(path, record.quantity, record.price, 0n, record.us);
  const message = `position of ${record.instrument} changed by ${record.quantity} at ${record.price}: ${record.reason}`;
  const event = { ...alarm(record, 'ORDER_ADJUSTED', '', message), scope: 'account', id: record.account };
  out.effects.push({ kind: 'risk', sequence: record.sequence, event });
}
