import type { ErrorCode } from '@bourseworks/domain';
import type { RiskScope } from '../config/risk-config.js';

/** ACTIVE takes orders, REDUCING only those that make a position smaller, HALTED none. Cancels pass in all. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;
export type TradingState = (typeof TRADING_STATES)[number];

export const STATE_CAUSES = ['person', 'daily-loss', 'drawdown', 'repeated-execution', 'message-ratio'] as const;
export type StateCause = (typeof STATE_CAUSES)[number];

export interface StateEntry {
  readonly scope: RiskScope;
  /** `all` for the firm. */
  readonly id: string;
  readonly state: TradingState;
  readonly cause: StateCause;
  readonly code: ErrorCode;
  readonly actor: string;
  readonly reason: string;
  readonly us: number;
  /** Journal sequence of the record that set it. */
  readonly sequence: number;
}

const SEVERITY: Readonly<Record<TradingState, number>> = { ACTIVE: 0, REDUCING: 1, HALTED: 2 };

interface Place {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: { readonly key: string };
}

/** States of the scopes that are not ACTIVE. Latched: only a person sets one back. */
export class TradingStates {
  private readonly entries = new Map<string, StateEntry>();

  set(entry: StateEntry): void {
    const key = `${entry.scope}|${entry.id}`;
    if (entry.state === 'ACTIVE') this.entries.delete(key);
    else this.entries.set(key, entry);
  }

  stateOf(scope: RiskScope, id: string): TradingState {
    return this.entries.get(`${scope}|${id}`)?.state ?? 'ACTIVE';
  }

  all(): readonly StateEntry[] {
    return [...this.entries.values()];
  }

  restore(entries: readonly StateEntry[]): void {
    for (const entry of entries) this.set(entry);
  }

  /** The strictest states above an order, HALTED first, the widest scope first; undefined when all are ACTIVE. */
  above(place: Place): readonly StateEntry[] | undefined {
    if (this.entries.size === 0) return undefined;
    const found = [
      this.entries.get('firm|all'),
      this.entries.get(`account|${place.account}`),
      this.entries.get(`strategy|${place.strategy}`),
      this.entries.get(`symbol|${place.instrument.key}`),
    ].filter((entry) => entry !== undefined);
    if (found.length === 0) return undefined;
    return found.sort((a, b) => SEVERITY[b.state] - SEVERITY[a.state]);
  }
}
