export type KillScope = 'firm' | 'account' | 'strategy';

export interface KillEntry {
  readonly scope: KillScope;
  /** `all` for the firm. */
  readonly id: string;
  readonly actor: string;
  readonly reason: string;
  readonly us: number;
  /** Journal sequence of the command that set it. */
  readonly sequence: number;
}

/** Kill switches that are on. Latched: only `rearm` takes one off, no market data, PnL or restart does. */
export class KillLatch {
  private firm: KillEntry | undefined = undefined;
  private readonly accounts = new Map<string, KillEntry>();
  private readonly strategies = new Map<string, KillEntry>();

  kill(entry: KillEntry): void {
    if (entry.scope === 'firm') this.firm = entry;
    else this.scope(entry.scope).set(entry.id, entry);
  }

  rearm(scope: KillScope, id: string): void {
    if (scope === 'firm') this.firm = undefined;
    else this.scope(scope).delete(id);
  }

  isKilled(scope: KillScope, id: string): boolean {
    return scope === 'firm' ? this.firm !== undefined : this.scope(scope).has(id);
  }

  /** The widest switch that blocks this strategy of this account. */
  blocks(account: string, strategy: string): KillEntry | undefined {
    if (this.firm !== undefined) return this.firm;
    if (this.accounts.size === 0 && this.strategies.size === 0) return undefined;
    return this.accounts.get(account) ?? this.strategies.get(strategy);
  }

  all(): readonly KillEntry[] {
    const entries = [...this.accounts.values(), ...this.strategies.values()];
    return this.firm === undefined ? entries : [this.firm, ...entries];
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    const { firm, accounts, strategies } = this;
    return { firm, accounts, strategies };
  }

  restore({ firm, accounts, strategies }: ReturnType<KillLatch['image']>): void {
    this.firm = firm;
    for (const [id, entry] of accounts) this.accounts.set(id, entry);
    for (const [id, entry] of strategies) this.strategies.set(id, entry);
  }

  private scope(scope: 'account' | 'strategy'): Map<string, KillEntry> {
    return scope === 'account' ? this.accounts : this.strategies;
  }
}
