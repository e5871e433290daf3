import type { KillEntry } from '@bourseworks/risk';
import type { EngineContext } from '../context.js';
import { stepKill } from '../control.js';
import type { Decision } from '../decision.js';
import { viewOf, type OrderView } from '../order-view.js';
import type { KillStep } from '../records/record.js';
import { flattenScope } from './flatten.js';
import type { KillFlow, KillPhase } from './kill-flow.js';
import { closingInScope, heldInScope, openInScope, type HeldPosition } from './kill-scope.js';

/** A kill switch that is on, and how far it has come. */
export interface KillView extends KillEntry, Pick<KillFlow, 'flatten' | 'stage' | 'isDone' | 'detail' | 'proposal'> {
  readonly phase: KillPhase;
  /** Orders of the scope that are open by our books. */
  readonly openOrders: number;
}

export interface KillScopeView {
  /** Orders to be cancelled. */
  readonly open: readonly OrderView[];
  /** Orders that close positions for the switch. */
  readonly closing: readonly OrderView[];
  readonly held: readonly HeldPosition[];
}

type Switch = Pick<KillFlow, 'scope' | 'id' | 'sequence'>;

/** What an engine does about kill switches that are on. Decisions are its one reused one. */
export class KillDesk {
  constructor(private readonly ctx: EngineContext) {}

  /** The widest first. */
  list(): readonly KillView[] {
    const { state } = this.ctx;
    return state.risk.latch.all().flatMap((entry) => {
      const flow = state.kills.get(entry.scope, entry.id);
      if (flow === undefined) return [];
      const openOrders = openInScope(state, entry.scope, entry.id).length;
      const { flatten, stage, isDone, detail, proposal } = flow;
      return [{ ...entry, phase: flow.phase(openOrders), openOrders, flatten, stage, isDone, detail, proposal }];
    });
  }

  scope({ scope, id }: Pick<KillFlow, 'scope' | 'id'>): KillScopeView {
    const { state } = this.ctx;
    return {
      open: openInScope(state, scope, id).map(viewOf),
      closing: closingInScope(state, scope, id).map(viewOf),
      held: heldInScope(state, scope, id),
    };
  }

  /** Journals how far the kill `sequence` has come; nothing when that holds no more. See `stepKill`. */
  step(of: Switch, phase: KillStep, detail: string, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    stepKill(this.ctx, of, phase, detail, nowUs);
    return out;
  }

  /** Closes the positions of a switch that is flattening; `problems` gets what could not be sent. */
  flatten({ scope, id, sequence }: Switch, nowUs: number, problems: string[] = []): Decision {
    const out = this.ctx.out.reset();
    const flow = this.ctx.state.kills.get(scope, id);
    if (flow?.stage === 'FLATTEN' && flow.sequence === sequence) problems.push(...flattenScope(this.ctx, flow, nowUs));
    return out;
  }
}
