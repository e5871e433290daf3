import type { EventLog } from '@bourseworks/ports';
import type { Claim, Claims } from './claims.js';
import { STORE } from './store-names.js';

/** Another instance has it. */
export interface Elsewhere {
  readonly owner: string;
}

/** Claims of whole adapters, whose venues allow one connection: all their streams run in one instance. */
export class AdapterClaims {
  private readonly ours = new Map<string, Claim>();
  /** Openings under way that count on the claim. */
  private readonly held = new Map<string, number>();

  constructor(
    private readonly claims: Claims,
    private readonly log: EventLog,
  ) {}

  /** Keeps `drop` from giving it up until `release`. */
  hold(adapter: string): void {
    this.held.set(adapter, (this.held.get(adapter) ?? 0) + 1);
  }

  release(adapter: string): void {
    const left = (this.held.get(adapter) ?? 1) - 1;
    if (left > 0) this.held.set(adapter, left);
    else this.held.delete(adapter);
  }

  /** Claims it if nobody has. Undefined when somebody else was quicker. */
  async take(adapter: string): Promise<'ours' | Elsewhere | undefined> {
    if (this.ours.has(adapter)) return 'ours';
    const key = STORE.adapter(adapter);
    const found = await this.claims.find(key);
    if (found.owner !== undefined) return { owner: found.owner };
    const claim = await this.claims.take(key, found);
    if (claim === undefined) return undefined;
    this.ours.set(adapter, claim);
    this.log.info({ event: 'adapter.claimed', adapter });
    return 'ours';
  }

  /** False when it is no longer ours. */
  async keep(adapter: string): Promise<boolean> {
    const claim = this.ours.get(adapter);
    if (claim === undefined) return false;
    const kept = await this.claims.keep(STORE.adapter(adapter), claim);
    if (kept === undefined) this.ours.delete(adapter);
    else this.ours.set(adapter, kept);
    return kept !== undefined;
  }

  /** Gives it up unless something counts on it. */
  async drop(adapter: string): Promise<void> {
    const claim = this.ours.get(adapter);
    if (claim === undefined || this.held.has(adapter)) return;
    this.ours.delete(adapter);
    await this.claims.drop(STORE.adapter(adapter), claim);
  }

  clear(): void {
    this.ours.clear();
  }
}
