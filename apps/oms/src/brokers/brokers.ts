import { delay, type BrokerAdapter, type EventLog, type Timer } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';
import type { BrokerDirectory } from './broker-directory.js';
import { Reconciler } from './reconciler.js';

const FIRST_RETRY_US = 250_000;
const MAX_RETRY_US = 5_000_000;
const WATCH_US = 1_000_000;
/** A broker that has not answered by then is asked what became of the order. */
const ANSWER_TIMEOUT_US = 10_000_000;
const LINK_DOWN = 'link down';
/** A restart or a short loss of a link is over by then; orders that come later are denied at once. */
const PATIENCE_US = 3_000_000;

/**
 * Links to all brokers. While any of them is being connected or reconciled, the OMS takes cancels only. A link that comes
 * back is reconciled again before orders are taken.
 */
export class Brokers {
  private readonly reconciler: Reconciler;
  private readonly pending = new Map<string, string>();
  /** Links that are down now, and how often each was lost. */
  private readonly down = new Set<string>();
  private readonly losses = new Map<string, number>();
  /** Monotonic; when the intake was shut. */
  private shutUs = 0;
  private readonly waiting = new Set<() => void>();
  private closing = false;
  private closed = false;
  private timer: Timer | undefined;

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
  ) {
    this.reconciler = new Reconciler(core, clock, log);
  }

  /** Brokers that are not ready, with the reason. */
  get waitingFor(): readonly string[] {
    return [...this.pending].map(([name, reason]) => `${name}: ${reason}`);
  }

  /** Whether the link of a broker is up and what it knows is reconciled. */
  isReady(name: string): boolean {
    return !this.pending.has(name);
  }

  /** Resolves once orders are taken, or a short while after they were taken last: they are denied then. */
  async whenOpen(): Promise<void> {
    const left = this.shutUs + PATIENCE_US - this.clock.monotonicUs();
    if (this.pending.size === 0 || this.closing || left <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = this.clock.setTimer(left, () => go());
      const go = (): void => {
        timer.cancel();
        this.waiting.delete(go);
        resolve();
      };
      this.waiting.add(go);
    });
  }

  /** Starts connecting; goes on in the background for as long as it takes. */
  start(): void {
    for (const { adapter } of this.core.engine.openOrders()) {
      // Nobody can be asked about these: taking orders beside them would be trading on a position that is not known.
      if (this.directory.find(adapter) === undefined) this.hold(adapter, 'has open orders, but ADAPTERS lacks it');
    }
    for (const broker of this.directory.all()) {
      this.hold(broker.name, 'connecting');
      void this.open(broker);
    }
  }

  /**
   * Looks for orders without an answer: first they become Unknown, then the broker is asked. Live only: in a replay nothing
   * may depend on the machine's clock.
   */
  watch(): void {
    this.timer = this.clock.setTimer(WATCH_US, () => void this.look());
  }

  /** From now on the intake is left as it is, and nothing more is asked. Reports are still taken until `close`. */
  stop(): void {
    this.closing = true;
    this.timer?.cancel();
    for (const go of this.waiting) go();
  }

  async close(): Promise<void> {
    this.stop();
    this.closed = true;
    await Promise.all(this.directory.all().map((broker) => broker.close()));
  }

  private async look(): Promise<void> {
    this.core.perform((engine, nowUs) => engine.markUnanswered(nowUs - ANSWER_TIMEOUT_US, nowUs));
    const adapters = new Set(this.core.engine.unresolved().map((order) => order.adapter));
    for (const adapter of adapters) {
      // One that is being connected or reconciled is looked after already.
      if (this.pending.has(adapter) || this.closing) continue;
      await this.resolve(this.directory.broker(adapter));
    }
    if (!this.closing) this.watch();
  }

  private async resolve(broker: BrokerAdapter): Promise<void> {
    try {
      await this.reconciler.unresolved(broker);
      // A cancel of the kill switch that was lost left its order open.
      if (!this.closing) this.core.perform((engine, nowUs) => engine.enforceKills(nowUs));
    } catch (error) {
      if (this.closing) return;
      this.log.warn({ event: 'broker.reconcile_failed', adapter: broker.name, reason: (error as Error).message });
    }
  }

  private async open(broker: BrokerAdapter): Promise<void> {
    const connected = await this.untilDone(broker, 'connect', () =>
      broker.connect({
        report: (report) => {
          if (!this.closed) this.core.perform((engine, nowUs) => engine.onReport(broker.name, report, nowUs));
        },
        link: (up, reason) => this.onLink(broker, up, reason),
      }),
    );
    if (!connected) return;
    this.down.delete(broker.name);
    this.directory.refresh(broker);
    await this.reconcile(broker);
  }

  private onLink(broker: BrokerAdapter, up: boolean, reason = ''): void {
    if (this.closing) return;
    const { name } = broker;
    this.log[up ? 'info' : 'warn']({ event: up ? 'broker.link_up' : 'broker.link_down', adapter: name, reason });
    if (up) {
      this.down.delete(name);
      // The first link is part of `open`; a later one means that outcomes may have been missed.
      if (this.pending.get(name) === LINK_DOWN) void this.reconcile(broker);
      return;
    }
    this.down.add(name);
    this.losses.set(name, (this.losses.get(name) ?? 0) + 1);
    if (!this.pending.has(name)) this.hold(name, LINK_DOWN);
    this.core.perform((engine, nowUs) => engine.brokerUnknown(name, reason === '' ? 'link lost' : reason, nowUs));
  }

  private async reconcile(broker: BrokerAdapter): Promise<void> {
    const { name } = broker;
    this.hold(name, 'reconciling');
    for (;;) {
      const losses = this.losses.get(name);
      if (!(await this.untilDone(broker, 'reconcile', () => this.reconciler.all(broker)))) return;
      // Questions may go another way than orders, and be answered although the link is down.
      if (this.down.has(name)) return this.hold(name, LINK_DOWN);
      // Lost and back meanwhile: what became unknown after its order was asked about is to be asked about again.
      if (this.losses.get(name) === losses) break;
    }
    this.pending.delete(name);
    if (this.pending.size === 0) this.openIntake();
  }

  /** Recovery is over: what a kill switch covers and survived it is cancelled, then orders are taken. */
  private openIntake(): void {
    const { engine } = this.core;
    this.core.perform((_engine, nowUs) => engine.enforceKills(nowUs));
    // Accounts with orders of unknown outcome are held one by one beside the whole.
    for (const account of ['*', ...engine.portfolio.accountIds()]) engine.setIntake(account, 'OPEN');
    this.core.releaseHeld();
    for (const go of this.waiting) go();
  }

  private hold(name: string, reason: string): void {
    if (this.pending.size === 0) this.shutUs = this.clock.monotonicUs();
    this.pending.set(name, reason);
    this.core.engine.setIntake('*', 'RECONCILING');
  }

  /** Tries until it works, with backoff; false when the OMS closes first. */
  private async untilDone(broker: BrokerAdapter, what: string, work: () => Promise<void>): Promise<boolean> {
    for (let wait = FIRST_RETRY_US; !this.closing; wait = Math.min(wait * 2, MAX_RETRY_US)) {
      try {
        await work();
        return !this.closing;
      } catch (error) {
        if (this.closing) return false;
        this.log.warn({
          event: `broker.${what}_failed`,
          adapter: broker.name,
          reason: (error as Error).message,
          retryInMs: wait / 1_000,
        });
      }
      await delay(this.clock, wait);
    }
    return false;
  }
}
