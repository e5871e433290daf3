import { diverge } from '../conclude.js';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import type { ListRecord } from '../records/list-records.js';
import { applyArmed, applyTrailed, applyTriggered } from '../trigger/apply-trigger.js';
import { applyListAccepted, applyListAlarm, applyListCancelled, applyListDenied } from './apply-list.js';

/** Applies a record of lists and triggers. */
export function applyLists(state: EngineState, record: ListRecord, out: Decision): void {
  const fault = applied(state, record, out);
  if (fault !== undefined) diverge(state, record.sequence, fault);
}

function applied(state: EngineState, record: ListRecord, out: Decision): string | undefined {
  switch (record.type) {
    case 'ListAccepted':
      applyListAccepted(state, record);
      return undefined;
    case 'ListCancelled':
      return applyListCancelled(state, record, out);
    case 'ListDenied':
      return applyListDenied(state, record, out);
    case 'ListAlarm':
      return applyListAlarm(state, record, out);
    case 'Armed':
      applyArmed(state, record, out);
      return undefined;
    case 'Trailed':
      applyTrailed(state, record);
      return undefined;
    case 'Triggered':
      applyTriggered(state, record, out);
      return undefined;
  }
}
