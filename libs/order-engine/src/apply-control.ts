import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, present } from './events.js';
import type { KillPhaseRecord, KillRecord, LeaseRecord, RearmProposedRecord, RearmRecord } from './records/record.js';

type ControlRecord = KillRecord | RearmRecord | RearmProposedRecord;

function messageOf(record: ControlRecord): string {
  const { actor, reason } = record;
  if (record.type === 'Kill') return `killed by ${actor}: ${reason}`;
  if (record.type === 'RearmProposed')
    return `${actor} asks for its re-arming, which awaits a second person: ${reason}`;
  const second = record.proposer === '' ? '' : ` (asked for by ${record.proposer})`;
  return `re-armed by ${actor}${second}${record.forced ? ', unverified' : ''}: ${reason}`;
}

/** A kill switch was set, taken off, or is to be taken off. */
export function applyControl(state: EngineState, record: ControlRecord, out: Decision): void {
  const { scope, scopeId: id, actor, reason, us, sequence } = record;
  if (record.commandId !== '') state.addControl(record.commandId);
  if (record.type === 'Kill') {
    state.risk.latch.kill({ scope, id, actor, reason, us, sequence });
    state.kills.begin(record);
  } else if (record.type === 'Rearm') {
    state.risk.latch.rearm(scope, id);
    state.kills.end(scope, id);
  } else {
    state.kills.propose(record);
  }
  const message = messageOf(record);
  const event = { ...alarm(record, 'RISK_KILLED', '', message), scope, id, commandId: present(record.commandId) };
  out.effects.push({ kind: 'risk', sequence, event });
}

const STEP_TEXT = {
  VERIFIED: 'verified: nothing is open at the broker',
  ESCALATED: 'not done in time',
  FLATTENING: 'closing the positions',
  FLAT: 'flat: no position is left',
} as const;

export function applyKillPhase(state: EngineState, record: KillPhaseRecord, out: Decision): void {
  const { scope, scopeId: id, phase, detail, sequence } = record;
  state.kills.step(record);
  const code = phase === 'ESCALATED' ? 'RISK_KILL_ESCALATED' : 'RISK_KILLED';
  const message = detail === '' ? STEP_TEXT[phase] : `${STEP_TEXT[phase]}: ${detail}`;
  out.effects.push({ kind: 'risk', sequence, event: { ...alarm(record, code, '', message), scope, id } });
}

export function applyLease(state: EngineState, record: LeaseRecord, out: Decision): void {
  state.leases.apply(record);
  if (!record.expired) return;
  const { holder: scope, id, account, sequence, ttlUs } = record;
  const whose = account === '' ? id : `${account}/${id}`;
  const message = `no heartbeat of ${scope} ${whose} within ${ttlUs} us and the grace: its open orders are cancelled`;
  out.effects.push({
    kind: 'risk',
    sequence,
    event: { ...alarm(record, 'RISK_LEASE_EXPIRED', '', message), scope, id },
  });
}
