import { hasPending } from '@bourseworks/domain';
import { requestCancel } from '../requests.js';
import type { EngineContext } from '../context.js';
import type { Order } from '../order.js';
import { MAX_LEASES, type Lease } from './held-leases.js';

function commitLease(ctx: EngineContext, lease: Lease, held: boolean, expired: boolean, nowUs: number): void {
  const { holder, account, id, ttlUs } = lease;
  const base = { type: 'Lease', sequence: ctx.next(), us: nowUs } as const;
  ctx.commit({ ...base, holder, account, id, ttlUs, held, expired });
}

/** Journals that orders hang on this lease from now on; nothing while it is held already at this time to live. */
export function holdLease(ctx: EngineContext, lease: Lease, nowUs: number): void {
  const known = ctx.state.leases.get(lease);
  if (known?.ttlUs === lease.ttlUs || (known === undefined && ctx.state.leases.size >= MAX_LEASES)) return;
  commitLease(ctx, lease, true, false, nowUs);
}

/** The holder ended in order: its orders stay as they are. */
export function releaseLease(ctx: EngineContext, lease: Omit<Lease, 'ttlUs'>, nowUs: number): void {
  const known = ctx.state.leases.get(lease);
  if (known !== undefined) commitLease(ctx, known, false, false, nowUs);
}

const isOf = (order: Order, { holder, account, id }: Omit<Lease, 'ttlUs'>): boolean =>
  order.cause === 'command' &&
  (holder === 'session' ? order.session === id : order.account === account && order.strategy === id);

/** How many orders of the holder are open. */
export function openOf(ctx: EngineContext, lease: Omit<Lease, 'ttlUs'>): number {
  let count = 0;
  for (const order of ctx.state.open) if (isOf(order, lease)) count++;
  return count;
}

/** Cancels what is open of the holder and has no cancel in flight; returns how many. Nothing is latched. */
export function cancelDisconnected(ctx: EngineContext, lease: Omit<Lease, 'ttlUs'>, nowUs: number): number {
  const open = [...ctx.state.open].filter((order) => isOf(order, lease) && !hasPending(order.state, 'Cancel'));
  for (const order of open) {
    const { account, strategy } = order;
    requestCancel(ctx, order, 'disconnect', { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs }, nowUs);
  }
  return open.length;
}

/**
 * No heartbeat came in time. The cancels stand before the record that ends the lease: a journal that was cut between them
 * still has the lease, and it expires again.
 */
export function expireLease(ctx: EngineContext, lease: Omit<Lease, 'ttlUs'>, nowUs: number): void {
  const held = ctx.state.leases.get(lease);
  if (held === undefined) return;
  cancelDisconnected(ctx, lease, nowUs);
  commitLease(ctx, held, false, true, nowUs);
}
