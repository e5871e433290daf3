import type { LeaseHolder, LeaseRecord } from '../records/record.js';
import type { StateHasher } from '../state-hasher.js';

/** Whose orders hang on heartbeats. */
export interface Lease {
  readonly holder: LeaseHolder;
  /** Of a strategy; empty for a session. */
  readonly account: string;
  readonly id: string;
  /** How long one heartbeat holds, microseconds. */
  readonly ttlUs: number;
}

/** More are not taken: a sender gone wrong must not fill the memory. */
export const MAX_LEASES = 10_000;

export const leaseKey = ({ holder, account, id }: Omit<Lease, 'ttlUs'>): string => `${holder}|${account}|${id}`;

/** Leases that are held, by the journal: the heartbeats themselves are not in it. */
export class HeldLeases {
  private readonly held = new Map<string, Lease>();

  get size(): number {
    return this.held.size;
  }

  get(lease: Omit<Lease, 'ttlUs'>): Lease | undefined {
    return this.held.get(leaseKey(lease));
  }

  all(): readonly Lease[] {
    return [...this.held.values()];
  }

  apply({ holder, account, id, ttlUs, held }: LeaseRecord): void {
    const lease = { holder, account, id, ttlUs };
    if (held) this.held.set(leaseKey(lease), lease);
    else this.held.delete(leaseKey(lease));
  }

  restore(leases: readonly Lease[]): void {
    for (const lease of leases) this.held.set(leaseKey(lease), lease);
  }

  hash(hasher: StateHasher): void {
    for (const [key, { ttlUs }] of this.held) hasher.text(key).number(ttlUs);
  }
}
