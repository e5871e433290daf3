import type { ErrorCode } from '@bourseworks/domain';
import type { TradingDay } from '../market/trading-day.js';
import { COLUMN, type Counters } from '../tree/counters.js';
import type { RiskPath } from '../tree/risk-tree.js';
import type { Breach } from './loss-watch.js';
import type { StateCause, TradingState } from './trading-states.js';

/**
 * How a strategy behaves: executions that repeat too often, and too many messages for what they bring. Either disables it
 * until a person re-arms it.
 */
export class Conduct {
  readonly breaches: Breach[] = [];
  /** Day of the messages and executions of a strategy's node. */
  private readonly days = new Map<number, number>();
  /** Nodes of a strategy, by its name: it trades in several accounts. */
  private readonly nodes = new Map<string, Set<number>>();

  constructor(
    private readonly counters: Counters,
    private readonly stateOf: (scope: 'strategy', id: string) => TradingState,
    public day: TradingDay,
  ) {}

  executed(path: RiskPath, us: number, watching: boolean): void {
    const { repeated } = path.limits;
    const { ratioFrom } = path.limits.order;
    if (ratioFrom < Infinity) this.count(path, COLUMN.executions, us);
    for (let i = 0; i < repeated.length; i++) {
      const ring = repeated[i];
      const fits = ring.allows(us);
      ring.add(us);
      if (fits || !watching) continue;
      const limit = String(ring.count);
      const what = `more than ${limit} executions in ${ring.windowUs} us`;
      this.disable(path, 'repeated-execution', 'RISK_REPEATED_EXECUTION', what, limit, String(ring.count + 1));
    }
  }

  /** Counts a message: an order, a replace or a cancel. */
  sent(path: RiskPath, us: number, watching: boolean): void {
    const { ratio, ratioFrom } = path.limits.order;
    if (ratioFrom === Infinity) return;
    this.count(path, COLUMN.messages, us);
    const node = path.all[2];
    const messages = this.counters.get(node, COLUMN.messages);
    if (!watching || messages < ratioFrom) return;
    const trades = Math.max(1, this.counters.get(node, COLUMN.executions));
    if (messages <= ratio.value * trades) return;
    const observed = `${messages}/${trades}`;
    const what = `${messages} messages for ${trades} executions of the day`;
    this.disable(path, 'message-ratio', 'RISK_MESSAGE_RATIO', what, String(ratio.value), observed);
  }

  /** A person re-armed the strategy: messages count from here. */
  rebase(strategy: string): void {
    for (const node of this.nodes.get(strategy) ?? []) this.clear(node);
  }

  /** Plain data of all of it, for `restore`; the counts themselves stand in the counters. */
  image() {
    const { breaches, days, nodes } = this;
    return { breaches, days, nodes };
  }

  restore({ breaches, days, nodes }: ReturnType<Conduct['image']>): void {
    this.breaches.push(...breaches);
    for (const [node, day] of days) this.days.set(node, day);
    for (const [strategy, of] of nodes) this.nodes.set(strategy, of);
  }

  private count(path: RiskPath, column: typeof COLUMN.messages | typeof COLUMN.executions, us: number): void {
    const node = path.all[2];
    const day = this.day.startOf(us);
    const known = this.days.get(node);
    if (known === undefined) {
      const nodes = this.nodes.get(path.strategy) ?? new Set<number>();
      this.nodes.set(path.strategy, nodes.add(node));
    }
    if (known === undefined || day > known) {
      this.days.set(node, day);
      this.clear(node);
    }
    this.counters.add(node, column, 1);
  }

  private clear(node: number): void {
    this.counters.set(node, COLUMN.messages, 0);
    this.counters.set(node, COLUMN.executions, 0);
  }

  private disable(
    { strategy: id }: RiskPath,
    cause: StateCause,
    code: ErrorCode,
    message: string,
    limit: string,
    observed: string,
  ): void {
    if (this.stateOf('strategy', id) === 'HALTED' || this.breaches.some((one) => one.id === id)) return;
    this.breaches.push({ scope: 'strategy', id, state: 'HALTED', cause, code, message, limit, observed });
  }
}
