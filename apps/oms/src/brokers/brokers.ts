import type { ErrorCode } from '@bourseworks/domain';
import type { BrokerAdapter, EventLog, Timer } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';
import type { BrokerDirectory } from './broker-directory.js';
import type { ReconcileReport, ReconcileTrigger } from '../reconcile/reconcile-report.js';
import type { Reconciler } from '../reconcile/reconciler.js';

const FIRST_RETRY_US = 250_000;
const MAX_RETRY_US = 5_000_000;
/** After a refused login: repeated at once it would lock the account. */
const LOGIN_RETRY_US = 60_000_000;
const WATCH_US = 1_000_000;
/** A broker that has not answered by then is asked what became of the order. */
const ANSWER_TIMEOUT_US = 10_000_000;
const LINK_DOWN = 'link down';
/** A restart or a short loss of a link is over by then; orders that come later are denied at once. */
const PATIENCE_US = 3_000_000;

/** Reports about orders that are not ours ask for a look, at most this often. */
const OUTSIDE_LOOK_US = 10_000_000;

export interface BrokersOptions {
  /** Accounts that a broker holds. */
  readonly accountsOf: (adapter: string) => readonly string[];
  /** How often everything is compared again, microseconds; 0 = never. */
  readonly everyUs: number;
}

/**
 * Links to all brokers. While one of them is being connected or reconciled, the accounts that it holds take cancels only. A
 * link that comes back is reconciled again before orders are taken.
 */
export class Brokers {
  private readonly pending = new Map<string, string>();
  /** Links that are down now, and how often each was lost. */
  private readonly down = new Set<string>();
  private readonly losses = new Map<string, number>();
  /** Monotonic; when the intake was shut. */
  private shutUs = 0;
  private readonly waiting = new Set<() => void>();
  /** Brokers whose venue refuses the login, and what it says. */
  private readonly shut = new Map<string, string>();
  /** Pauses before another attempt. */
  private readonly pauses = new Set<() => void>();
  private closing = false;
  private closed = false;
  private timer: Timer | undefined;
  /** Monotonic; when each broker was reconciled last, and whether reports since told of orders that are not ours. */
  private readonly looked = new Map<string, number>();
  private readonly strangers = new Set<string>();
  private readonly running = new Map<string, Promise<ReconcileReport>>();
  /** Brokers whose look of the watch is not over, and when it will be. */
  private readonly attended = new Map<string, Promise<void>>();

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
    private readonly reconciler: Reconciler,
    private readonly options: BrokersOptions,
  ) {}

  /** Brokers that are not ready, with the reason. */
  get waitingFor(): readonly string[] {
    return [...this.pending].map(([name, reason]) => `${name}: ${this.shut.get(name) ?? reason}`);
  }

  /** Whether the link of a broker is up and what it knows is reconciled. */
  isReady(name: string): boolean {
    return !this.pending.has(name);
  }

  /** Resolves once orders of an account are taken, or a short while after they were taken last: they are denied then. */
  async whenOpen(account: string): Promise<void> {
    const left = this.shutUs + PATIENCE_US - this.clock.monotonicUs();
    if (!this.isHeld(account) || this.closing || left <= 0) return;
    await this.pause(left, this.waiting);
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
    this.timer = this.clock.setTimer(WATCH_US, () => this.look());
  }

  /** From now on the intake is left as it is, and nothing more is asked. Reports are still taken until `close`. */
  stop(): void {
    this.closing = true;
    this.timer?.cancel();
    for (const go of [...this.waiting, ...this.pauses]) go();
  }

  async close(): Promise<void> {
    this.stop();
    this.closed = true;
    await Promise.all(this.directory.all().map((broker) => broker.close()));
  }

  private look(): void {
    this.core.perform((engine, nowUs) => engine.markUnanswered(nowUs - ANSWER_TIMEOUT_US, nowUs));
    for (const broker of this.directory.all()) {
      const { name } = broker;
      // Each for itself: one that does not answer is no reason to leave the others alone.
      if (this.attended.has(name)) continue;
      const look = this.attend(broker).finally(() => this.attended.delete(name));
      this.attended.set(name, look);
    }
    this.watch();
  }

  private async attend(broker: BrokerAdapter): Promise<void> {
    const { name } = broker;
    if (this.isDue(name)) await this.compare(broker, 'periodic');
    // One that is being connected or reconciled is looked after already.
    if (this.pending.has(name) || this.closing) return;
    if (this.core.engine.unresolved().some(({ adapter }) => adapter === name)) await this.resolve(broker);
  }

  /** Compares everything with a broker now. Rejects when it cannot be asked, or is being reconciled anyway. */
  reconcileNow(adapter: string): Promise<ReconcileReport> {
    const broker = this.directory.broker(adapter);
    const reason = this.pending.get(adapter);
    if (reason !== undefined) return Promise.reject(new Error(`${adapter} is not ready: ${reason}`));
    return this.whole(broker, 'command');
  }

  private isDue(name: string): boolean {
    if (this.pending.has(name) || this.closing) return false;
    const since = this.clock.monotonicUs() - (this.looked.get(name) ?? 0);
    const { everyUs } = this.options;
    return (everyUs > 0 && since >= everyUs) || (this.strangers.has(name) && since >= OUTSIDE_LOOK_US);
  }

  private async compare(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<void> {
    try {
      await this.whole(broker, trigger);
    } catch (error) {
      this.looked.set(broker.name, this.clock.monotonicUs());
      if (this.closing) return;
      this.log.warn({ event: 'broker.reconcile_failed', adapter: broker.name, reason: (error as Error).message });
    }
  }

  /** One at a time for each broker: who asks meanwhile gets the one that is running. */
  private whole(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<ReconcileReport> {
    const { name } = broker;
    const known = this.running.get(name);
    if (known !== undefined) return known;
    this.strangers.delete(name);
    const run = this.reconciler.all(broker, trigger).finally(() => {
      this.running.delete(name);
      this.looked.set(name, this.clock.monotonicUs());
    });
    this.running.set(name, run);
    return run;
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
          if (this.closed) return;
          const { outside } = this.core.engine;
          if (!outside.knows(report.clOrdId) && !outside.knows(report.origClOrdId ?? ''))
            this.strangers.add(broker.name);
          this.core.perform((engine, nowUs) => engine.onReport(broker.name, report, nowUs));
        },
        link: (up, reason, code) => this.onLink(broker, up, reason, code),
      }),
    );
    if (!connected) return;
    this.down.delete(broker.name);
    this.shut.delete(broker.name);
    this.directory.refresh(broker);
    await this.reconcile(broker, 'start');
  }

  private onLink(broker: BrokerAdapter, up: boolean, reason = '', code?: ErrorCode): void {
    if (this.closing) return;
    const { name } = broker;
    this.log[up ? 'info' : 'warn']({ event: up ? 'broker.link_up' : 'broker.link_down', adapter: name, reason, code });
    if (code === 'ADAPTER_LOGIN') this.shut.set(name, reason);
    else this.shut.delete(name);
    if (up) {
      this.down.delete(name);
      // The first link is part of `open`; a later one means that outcomes may have been missed.
      if (this.pending.get(name) === LINK_DOWN) void this.reconcile(broker, 'link');
      return;
    }
    this.down.add(name);
    this.losses.set(name, (this.losses.get(name) ?? 0) + 1);
    if (!this.pending.has(name)) this.hold(name, LINK_DOWN);
    this.core.perform((engine, nowUs) => engine.brokerUnknown(name, reason === '' ? 'link lost' : reason, nowUs));
  }

  private async reconcile(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<void> {
    const { name } = broker;
    this.hold(name, 'reconciling');
    for (;;) {
      const losses = this.losses.get(name);
      if (!(await this.untilDone(broker, 'reconcile', () => this.afresh(broker, trigger)))) return;
      // Questions may go another way than orders, and be answered although the link is down.
      if (this.down.has(name)) return this.hold(name, LINK_DOWN);
      // Lost and back meanwhile: what became unknown after its order was asked about is to be asked about again.
      if (this.losses.get(name) === losses) break;
    }
    this.pending.delete(name);
    this.openIntake();
  }

  /** What was begun before the link came back does not count: it may have asked too early. */
  private async afresh(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<void> {
    await this.attended.get(broker.name);
    await this.running.get(broker.name)?.catch(() => undefined);
    await this.whole(broker, trigger);
  }

  /** Recovery is over: what a kill switch covers and survived it is cancelled, then orders are taken. */
  private openIntake(): void {
    const { engine } = this.core;
    const free = engine.portfolio.accountIds().filter((account) => !this.isHeld(account));
    if (free.length === 0) return;
    this.core.perform((_engine, nowUs) => engine.enforceKills(nowUs));
    for (const account of free) engine.setIntake(account, 'OPEN');
    this.core.releaseHeld();
    for (const go of this.waiting) go();
  }

  private isHeld(account: string): boolean {
    for (const adapter of this.pending.keys()) if (this.options.accountsOf(adapter).includes(account)) return true;
    return false;
  }

  private hold(name: string, reason: string): void {
    if (this.pending.size === 0) this.shutUs = this.clock.monotonicUs();
    this.pending.set(name, reason);
    for (const account of this.options.accountsOf(name)) this.core.engine.setIntake(account, 'RECONCILING');
  }

  /** Tries until it works, with backoff; false when the OMS closes first. */
  private async untilDone(broker: BrokerAdapter, what: string, work: () => Promise<unknown>): Promise<boolean> {
    for (let wait = FIRST_RETRY_US; !this.closing; wait = Math.min(wait * 2, MAX_RETRY_US)) {
      try {
        await work();
        return !this.closing;
      } catch (error) {
        if (this.closing) return false;
        await this.pause(this.failed(broker, what, error, wait), this.pauses);
      }
    }
    return false;
  }

  /** Tells why, and returns how long to wait before another attempt. */
  private failed({ name }: BrokerAdapter, what: string, error: unknown, waitUs: number): number {
    const { code, message: reason } = error as Error & { readonly code?: ErrorCode };
    const isLogin = code === 'ADAPTER_LOGIN';
    const retryUs = isLogin ? LOGIN_RETRY_US : waitUs;
    if (isLogin) this.shut.set(name, reason);
    this.log.warn({ event: `broker.${what}_failed`, adapter: name, code, reason, retryInMs: retryUs / 1_000 });
    return retryUs;
  }

  /** Waits so long, or until all of `among` are told to go. */
  private pause(us: number, among: Set<() => void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(us, () => go());
      const go = (): void => {
        timer.cancel();
        among.delete(go);
        resolve();
      };
      among.add(go);
    });
  }
}
