import { validateRiskConfig, type RiskScope } from '@bourseworks/risk';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, present } from './events.js';
import type { LocateRecord, RiskBaselineRecord, RiskLimitsRecord, RiskStateRecord } from './records/record.js';

type RiskRecord = RiskStateRecord | RiskBaselineRecord | RiskLimitsRecord | LocateRecord;

function tell(
  out: Decision,
  record: RiskLimitsRecord | LocateRecord,
  scope: RiskScope,
  id: string,
  message: string,
): void {
  const { commandId } = record;
  const event = { ...alarm(record, 'RISK_LIMITS', '', message), scope, id, commandId: present(commandId) };
  out.effects.push({ kind: 'risk', sequence: record.sequence, event });
}

function applyRiskState(state: EngineState, record: RiskStateRecord, out: Decision): void {
  const { commandId, scope, scopeId: id, state: trading, cause, code, actor, reason, us, sequence } = record;
  if (commandId !== '') state.addControl(commandId);
  state.risk.setState({ scope, id, state: trading, cause, code, actor, reason, us, sequence });
  const by = actor === '' ? '' : ` by ${actor}`;
  const message = `${scope} ${id} is ${trading}${by}: ${reason}`;
  const { limit, observed, ruleVersion } = record;
  const facts = { scope, id, commandId: present(commandId), limit: present(limit), observed: present(observed) };
  const event = { ...alarm(record, code, '', message), ...facts, ruleVersion };
  out.effects.push({ kind: 'risk', sequence, event });
}

function applyRiskBaseline(state: EngineState, { key, dayUs, start, peak }: RiskBaselineRecord): void {
  state.risk.keepBaseline({ key, dayUs, start, peak });
}

/** Returns why the record cannot be what was in force, or undefined. */
function applyRiskLimits(state: EngineState, record: RiskLimitsRecord, out: Decision): string | undefined {
  const { commandId, actor, reason, version, body } = record;
  if (commandId !== '') state.addControl(commandId);
  let plain: unknown;
  try {
    plain = JSON.parse(body);
  } catch {
    return `limits of version ${version} are no JSON`;
  }
  const checked = validateRiskConfig(plain);
  if (!checked.ok) return checked.refusal.message;
  state.limits = { version, body, byPerson: actor !== '' };
  state.risk.update(checked.value);
  // What a process starts with is nobody's decision of the moment: its log says it.
  if (actor !== '') tell(out, record, 'firm', 'all', `limits of version ${version} by ${actor}: ${reason}`);
  return undefined;
}

function applyLocate(state: EngineState, record: LocateRecord, out: Decision): void {
  const { commandId, account, instrument, quantity, expireUs, actor, reason } = record;
  if (commandId !== '') state.addControl(commandId);
  state.risk.tree.locate(account, instrument, quantity, expireUs);
  const message = `locate of ${quantity} units of ${instrument} until ${expireUs} us by ${actor}: ${reason}`;
  tell(out, record, 'account', account, message);
}

/** Applies a record of risk. Returns why it cannot be what happened, or undefined. */
export function applyRisk(state: EngineState, record: RiskRecord, out: Decision): string | undefined {
  switch (record.type) {
    case 'RiskState':
      applyRiskState(state, record, out);
      return undefined;
    case 'RiskBaseline':
      applyRiskBaseline(state, record);
      return undefined;
    case 'Locate':
      applyLocate(state, record, out);
      return undefined;
    case 'RiskLimits':
      return applyRiskLimits(state, record, out);
  }
}
