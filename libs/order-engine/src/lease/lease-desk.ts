import type { EngineContext } from '../context.js';
import type { Decision } from '../decision.js';
import { cancelDisconnected, expireLease, holdLease, openOf, releaseLease } from './disconnect.js';
import type { Lease } from './held-leases.js';

/** What an engine does about leases. Every call returns its one reused Decision. */
export class LeaseDesk {
  constructor(private readonly ctx: EngineContext) {}

  /** Those that are held. */
  list(): readonly Lease[] {
    return this.ctx.state.leases.all();
  }

  /** Orders of the holder hang on its heartbeats from now on. */
  hold(lease: Lease, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    holdLease(this.ctx, lease, nowUs);
    return out;
  }

  /** The holder ended in order; nothing is cancelled. */
  release(lease: Omit<Lease, 'ttlUs'>, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    releaseLease(this.ctx, lease, nowUs);
    return out;
  }

  /** No heartbeat came: every open order of the holder is cancelled. Nothing for a lease that is not held. */
  expire(lease: Omit<Lease, 'ttlUs'>, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    expireLease(this.ctx, lease, nowUs);
    return out;
  }

  /** How many orders of a holder are open. */
  openOrders(lease: Omit<Lease, 'ttlUs'>): number {
    return openOf(this.ctx, lease);
  }

  /** Cancels again what a holder without heartbeats has open. */
  cancel(lease: Omit<Lease, 'ttlUs'>, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    cancelDisconnected(this.ctx, lease, nowUs);
    return out;
  }
}
