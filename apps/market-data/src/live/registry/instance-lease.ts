import type { Clock, EventLog, Fence, KeyValue, Timer } from '@bourseworks/ports';
import { STORE } from './store-names.js';

export interface InstanceLeaseOptions {
  readonly store: KeyValue;
  /** Name of this instance, another one with every start. */
  readonly instance: string;
  readonly clock: Clock;
  readonly log: EventLog;
  /** How long it holds without being renewed, microseconds. */
  readonly ttlUs: number;
  /** It has run out, or will before it can be renewed: what it stood for ends now, within this call. */
  readonly onLost: () => void;
}

/** An owner that dies is replaced after this and a sweep. */
export const INSTANCE_LEASE_US = 5_000_000;
const RENEW_US = 1_000_000;
/** Before the end, so that connections are closed when somebody else opens theirs. */
const MARGIN_US = 500_000;

/**
 * One lease for all that an instance owns: whatever it claims carries the token, and is void when the lease has run out. An
 * instance that stood still sees by its own clock that its time is over, before it does anything else.
 */
export class InstanceLease {
  private fence: Fence | undefined;
  private timer: Timer | undefined;
  private watchdog: Timer | undefined;
  private stopped = false;
  private away = false;
  private working: Promise<void> = Promise.resolve();
  /** Why it is not held; for people. */
  problem = 'it was not asked for yet';

  constructor(private readonly options: InstanceLeaseOptions) {}

  start(): void {
    this.working = this.turn();
  }

  get instance(): string {
    return this.options.instance;
  }

  get ttlUs(): number {
    return this.options.ttlUs;
  }

  /** Undefined unless it is surely held. */
  get token(): number | undefined {
    return this.holds() ? this.fence?.token : undefined;
  }

  /** Whether it is surely held. The first call after its end ends all that it stood for. */
  holds(): boolean {
    if (this.fence === undefined) return false;
    if (this.options.clock.monotonicUs() < this.fence.untilUs - MARGIN_US) return true;
    this.lose('it could not be renewed in time');
    return false;
  }

  /** Gives it back: others may take over at once. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    this.watchdog?.cancel();
    await this.working;
    const { store, instance, log } = this.options;
    const { fence } = this;
    this.fence = undefined;
    try {
      await store.removeFrom(STORE.instances, instance);
      if (fence !== undefined) await store.release(STORE.instance(instance), instance, fence.token);
    } catch (error) {
      // It runs out by itself.
      log.warn({ event: 'registry.not_released', reason: wordsOf(error) });
    }
  }

  /** Names of the other instances that are alive. */
  async others(): Promise<string[]> {
    const { store, instance } = this.options;
    return [...(await store.list(STORE.instances)).keys()].filter((name) => name !== instance);
  }

  private async turn(): Promise<void> {
    try {
      await this.renew();
      this.back();
    } catch (error) {
      this.lostStore(wordsOf(error));
    }
    if (this.stopped) return;
    this.timer = this.options.clock.setTimer(RENEW_US, () => {
      this.working = this.turn();
    });
  }

  private async renew(): Promise<void> {
    const { store, instance, ttlUs } = this.options;
    const name = STORE.instance(instance);
    const held = this.fence;
    const fence =
      held === undefined
        ? await store.acquire(name, instance, ttlUs)
        : await store.renew(name, instance, held.token, ttlUs);
    if (held !== this.fence || (this.stopped && held === undefined)) {
      // Given up while the store was asked: nobody else could take over while it seems to be held.
      if (fence !== undefined) await store.release(name, instance, fence.token);
      return;
    }
    if (fence === undefined) {
      if (held !== undefined) this.lose('it ran out in the store');
      return;
    }
    this.fence = fence;
    this.watch(fence);
    await store.putIn(STORE.instances, instance, '', ttlUs);
  }

  private watch(fence: Fence): void {
    this.watchdog?.cancel();
    const { clock } = this.options;
    // The lease of a store in memory is longer than a timer can be.
    const leftUs = Math.min(fence.untilUs - MARGIN_US - clock.monotonicUs(), INSTANCE_LEASE_US);
    this.watchdog = clock.setTimer(Math.max(0, leftUs), () => void this.holds());
  }

  private lose(reason: string): void {
    this.fence = undefined;
    this.problem = reason;
    this.watchdog?.cancel();
    this.options.log.warn({ event: 'registry.lease_lost', instance: this.instance, reason });
    this.options.onLost();
  }

  private lostStore(reason: string): void {
    this.problem = reason;
    if (this.away) return;
    this.away = true;
    this.options.log.warn({ event: 'registry.store_lost', reason });
  }

  private back(): void {
    if (!this.away) return;
    this.away = false;
    this.options.log.info({ event: 'registry.store_back' });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
