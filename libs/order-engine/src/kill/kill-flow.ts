import type { ControlScope } from '../commands.js';
import type { KillPhaseRecord, KillRecord, RearmProposedRecord } from '../records/record.js';
import type { StateHasher } from '../state-hasher.js';

/**
 * How far a kill has come. BLOCKED: new orders are refused, nothing is open by our own books. CANCELLING: orders are still
 * open. VERIFIED: the broker holds nothing open either. FLATTENING, FLAT: positions are being, and were, closed. ESCALATED:
 * what was due did not come in time; it is still being worked on.
 */
export const KILL_PHASES = ['BLOCKED', 'CANCELLING', 'VERIFIED', 'ESCALATED', 'FLATTENING', 'FLAT'] as const;
export type KillPhase = (typeof KILL_PHASES)[number];

/** What a kill is busy with; an escalation does not change it. */
export type KillStage = 'CANCEL' | 'VERIFIED' | 'FLATTEN' | 'FLAT';

/** Who asked first for a re-arming that needs two. */
export interface RearmProposal {
  readonly actor: string;
  readonly actorId: string;
  readonly us: number;
}

const STAGE_OF = { VERIFIED: 'VERIFIED', FLATTENING: 'FLATTEN', FLAT: 'FLAT' } as const;

/** A kill switch that is on, and what has come of it. */
export class KillFlow {
  readonly scope: ControlScope;
  readonly id: string;
  /** Journal sequence of the kill. */
  readonly sequence: number;
  flatten: boolean;
  stage: KillStage = 'CANCEL';
  escalated = false;
  /** When the stage began, microseconds. */
  stageUs: number;
  /** What was left at the last step, in words. */
  detail = '';
  proposal: RearmProposal | undefined = undefined;

  constructor(record: Pick<KillRecord, 'scope' | 'scopeId' | 'sequence' | 'us'>, flatten: boolean) {
    this.scope = record.scope;
    this.id = record.scopeId;
    this.sequence = record.sequence;
    this.flatten = flatten;
    this.stageUs = record.us;
  }

  /** Nothing that was asked for is outstanding. */
  get isDone(): boolean {
    return this.stage === 'FLAT' || (this.stage === 'VERIFIED' && !this.flatten);
  }

  phase(openOrders: number): KillPhase {
    if (this.escalated) return 'ESCALATED';
    if (this.stage === 'CANCEL') return openOrders === 0 ? 'BLOCKED' : 'CANCELLING';
    return this.stage === 'FLATTEN' ? 'FLATTENING' : this.stage;
  }
}

const keyOf = (scope: ControlScope, id: string): string => `${scope}|${id}`;

/** The kill switches that are on, as the journal gives them: a restart goes on where the records end. */
export class KillFlows {
  private readonly flows = new Map<string, KillFlow>();

  get(scope: ControlScope, id: string): KillFlow | undefined {
    return this.flows.get(keyOf(scope, id));
  }

  all(): readonly KillFlow[] {
    return [...this.flows.values()];
  }

  /** A kill begins anew also where one is on: orders may have been left open since. It never takes a flatten back. */
  begin(record: KillRecord): void {
    const key = keyOf(record.scope, record.scopeId);
    this.flows.set(key, new KillFlow(record, record.flatten || this.flows.get(key)?.flatten === true));
  }

  step({ scope, scopeId, phase, detail, us }: KillPhaseRecord): void {
    const flow = this.get(scope, scopeId);
    if (flow === undefined) return;
    flow.detail = detail;
    flow.escalated = phase === 'ESCALATED';
    if (phase === 'ESCALATED') return;
    flow.stage = STAGE_OF[phase];
    flow.stageUs = us;
  }

  propose({ scope, scopeId, actor, actorId, us }: RearmProposedRecord): void {
    const flow = this.get(scope, scopeId);
    if (flow !== undefined) flow.proposal = { actor, actorId, us };
  }

  end(scope: ControlScope, id: string): void {
    this.flows.delete(keyOf(scope, id));
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    return this.all().map((flow) => Object.assign({}, flow));
  }

  restore(flows: ReturnType<KillFlows['image']>): void {
    for (const flow of flows) {
      const { scope, id: scopeId, sequence, stageUs: us, flatten } = flow;
      const made = new KillFlow({ scope, scopeId, sequence, us }, flatten);
      this.flows.set(keyOf(scope, scopeId), Object.assign(made, flow));
    }
  }

  hash(hasher: StateHasher): void {
    for (const { scope, id, sequence, flatten, stage, escalated, stageUs, proposal } of this.flows.values()) {
      hasher.text(scope).text(id).number(sequence).text(stage).number(stageUs);
      hasher
        .number((flatten ? 1 : 0) + (escalated ? 2 : 0))
        .text(proposal?.actorId ?? '')
        .number(proposal?.us ?? 0);
    }
  }
}
