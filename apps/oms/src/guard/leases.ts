import { leaseKey, MAX_LEASES, type Lease } from '@bourseworks/order-engine';
import type { EventLog, Timer } from '@bourseworks/ports';
import type { OmsClock } from '../core/oms-clock.js';
import type { OmsCore } from '../core/oms-core.js';

const LOOK_US = 250_000;
/** A look that comes so much later than due says that this process stood still, not that others did. */
const STALL_US = 1_000_000;
const SWEEP_US = 1_000_000;
/** A cancel that was refused or lost is asked for again so often. */
const MAX_SWEEPS = 30;

/** A sign of life; `ttlUs` 0 ends the lease in order. */
export interface Heartbeat extends Lease {
  readonly epoch: number;
  readonly sequence: number;
}

interface Entry {
  readonly lease: Lease;
  /** Of the last heartbeat. */
  readonly epoch: number;
  readonly sequence: number;
  /** Monotonic; when it is over, grace included. */
  dueUs: number;
  /** Ended in order; kept for a while, so that a heartbeat that comes late does not begin it anew. */
  readonly ended: boolean;
}

interface Sweep {
  readonly lease: Lease;
  left: number;
  nextUs: number;
}

export interface LeasesOptions {
  readonly graceUs: number;
  readonly expired: (lease: Lease) => void;
}

/**
 * Leases by heartbeats: when they cease, what is open of the holder is cancelled. That somebody holds one is journaled, the
 * heartbeats are not: after a restart each has its whole time again.
 */
export class Leases {
  private readonly entries = new Map<string, Entry>();
  private readonly sweeps = new Map<string, Sweep>();
  private timer: Timer | undefined;
  private lastLookUs = 0;

  constructor(
    private readonly core: OmsCore,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
    private readonly options: LeasesOptions,
  ) {}

  /** How many are held. */
  get size(): number {
    let held = 0;
    for (const { ended } of this.entries.values()) held += ended ? 0 : 1;
    return held;
  }

  /** Live only: in a replay nothing may depend on the machine's clock. */
  start(): void {
    const nowUs = this.clock.monotonicUs();
    for (const lease of this.core.engine.leases.list()) {
      const dueUs = nowUs + lease.ttlUs + this.options.graceUs;
      // Any heartbeat comes behind this one.
      this.entries.set(leaseKey(lease), { lease, epoch: -1, sequence: 0, dueUs, ended: false });
    }
    this.lastLookUs = nowUs;
    this.schedule();
  }

  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** A heartbeat that comes behind a later one of its holder changes nothing. */
  beat({ epoch, sequence, ...lease }: Heartbeat): void {
    if (this.timer === undefined) return;
    const key = leaseKey(lease);
    const known = this.entries.get(key);
    if (known !== undefined && (epoch < known.epoch || (epoch === known.epoch && sequence <= known.sequence))) return;
    if (known === undefined && this.entries.size >= MAX_LEASES) return;
    const ended = lease.ttlUs === 0;
    if (ended) this.core.perform((engine, nowUs) => engine.leases.release(lease, nowUs));
    else if (known === undefined || known.ended || known.lease.ttlUs !== lease.ttlUs)
      this.core.perform((engine, nowUs) => engine.leases.hold(lease, nowUs));
    this.sweeps.delete(key);
    const holdsUs = ended ? (known?.lease.ttlUs ?? 0) : lease.ttlUs;
    const dueUs = this.clock.monotonicUs() + holdsUs + this.options.graceUs;
    this.entries.set(key, { lease, epoch, sequence, dueUs, ended });
  }

  private schedule(): void {
    this.timer = this.clock.setTimer(LOOK_US, () => {
      this.look();
      if (this.timer !== undefined) this.schedule();
    });
  }

  private look(): void {
    const nowUs = this.clock.monotonicUs();
    const late = nowUs - this.lastLookUs - LOOK_US;
    this.lastLookUs = nowUs;
    // Heartbeats of that time wait behind this timer: they are heard first.
    if (late > STALL_US) for (const entry of this.entries.values()) entry.dueUs += late;
    for (const [key, entry] of this.entries) if (entry.dueUs <= nowUs) this.over(key, entry, nowUs);
    for (const [key, sweep] of this.sweeps) if (sweep.nextUs <= nowUs) this.sweep(key, sweep, nowUs);
  }

  private over(key: string, { lease, ended }: Entry, nowUs: number): void {
    this.entries.delete(key);
    if (ended) return;
    const { records } = this.core.perform((engine, us) => engine.leases.expire(lease, us));
    const cancelled = records.filter(({ type }) => type === 'CancelRequested').length;
    const { holder, account, id, ttlUs } = lease;
    this.log.warn({ event: 'lease.expired', code: 'RISK_LEASE_EXPIRED', holder, account, id, ttlUs, cancelled });
    this.options.expired(lease);
    if (cancelled > 0) this.sweeps.set(key, { lease, left: MAX_SWEEPS, nextUs: nowUs + SWEEP_US });
  }

  private sweep(key: string, sweep: Sweep, nowUs: number): void {
    const { lease } = sweep;
    sweep.nextUs = nowUs + SWEEP_US;
    sweep.left -= 1;
    if (sweep.left === 0 || this.core.engine.leases.openOrders(lease) === 0) this.sweeps.delete(key);
    else this.core.perform((engine, us) => engine.leases.cancel(lease, us));
  }
}
