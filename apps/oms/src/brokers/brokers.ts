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

/**
 * Links to all brokers. While any of them is being connected or reconciled, the OMS takes cancels only. A link that comes
 * back is reconciled again before orders are taken.
 */
export class Brokers {
  private readonly reconciler: Reconciler;
  private readonly pending = new Map<string, string>();
  private closing = false;
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

  /** Starts connecting; goes on in the background for as long as it takes. */
  start(): void {
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

  async close(): Promise<void> {
    this.closing = true;
    this.timer?.cancel();
    await Promise.all(this.directory.all().map((broker) => broker.close()));
  }

  private async look(): Promise<void> {
    this.core.perform((engine, nowUs) => engine.markUnanswered(nowUs - ANSWER_TIMEOUT_US, nowUs));
    const adapters = new Set(this.core.engine.unresolved().map((order) => order.adapter));
    for (const adapter of adapters) {
      // One that is being connected or reconciled is looked after already.
      if (this.pending.has(adapter) || this.closing) continue;
      try {
        await this.reconciler.unresolved(this.directory.broker(adapter));
      } catch (error) {
        this.log.warn({ event: 'broker.reconcile_failed', adapter, reason: (error as Error).message });
      }
    }
    if (!this.closing) this.watch();
  }

  private async open(broker: BrokerAdapter): Promise<void> {
    const connected = await this.untilDone(broker, 'connect', () =>
      broker.connect({
        report: (report) => void this.core.perform((engine, nowUs) => engine.onReport(broker.name, report, nowUs)),
        link: (up, reason) => this.onLink(broker, up, reason),
      }),
    );
    if (!connected) return;
    this.directory.refresh(broker);
    await this.reconcile(broker);
  }

  private onLink(broker: BrokerAdapter, up: boolean, reason = ''): void {
    if (this.closing) return;
    this.log[up ? 'info' : 'warn']({ event: up ? 'broker.link_up' : 'broker.link_down', adapter: broker.name, reason });
    if (up) {
      // The first link is part of `open`; a later one means that outcomes may have been missed.
      if (this.pending.get(broker.name) === 'link down') void this.reconcile(broker);
      return;
    }
    if (!this.pending.has(broker.name)) this.hold(broker.name, 'link down');
    this.core.perform((engine, nowUs) =>
      engine.brokerUnknown(broker.name, reason === '' ? 'link lost' : reason, nowUs),
    );
  }

  private async reconcile(broker: BrokerAdapter): Promise<void> {
    this.hold(broker.name, 'reconciling');
    if (!(await this.untilDone(broker, 'reconcile', () => this.reconciler.all(broker)))) return;
    this.pending.delete(broker.name);
    if (this.pending.size === 0) this.openIntake();
  }

  /** Recovery is over: what a kill switch covers and survived it is cancelled, then orders are taken. */
  private openIntake(): void {
    const { engine } = this.core;
    this.core.perform((_engine, nowUs) => engine.enforceKills(nowUs));
    // Accounts with orders of unknown outcome are held one by one beside the whole.
    for (const account of ['*', ...engine.portfolio.accountIds()]) engine.setIntake(account, 'OPEN');
  }

  private hold(name: string, reason: string): void {
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
