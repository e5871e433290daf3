import type { BrokerAdapter, EventLog } from '@bourseworks/ports';
import type { OrderView } from '@bourseworks/order-engine';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsClock } from '../core/oms-clock.js';
import type { OmsCore } from '../core/oms-core.js';
import { BrokerBooks } from './broker-books.js';
import { OrderReconciler } from './order-reconciler.js';
import { OutsideOrders } from './outside-orders.js';
import type { OutsidePolicy, PositionPolicy } from './policies.js';
import { ReconcileReport, type ReconcileTrigger } from './reconcile-report.js';

export interface ReconcileOptions {
  readonly outside: OutsidePolicy;
  readonly positions: PositionPolicy;
  /** Accounts that a broker holds. */
  readonly accountsOf: (adapter: string) => readonly string[];
}

/**
 * Brings what we know to what a broker knows: our orders and their fills first, then orders that are not ours, then positions
 * and cash. Throws when the broker cannot be asked; then it is tried again, and until it is done no orders are taken.
 */
export class Reconciler {
  private readonly ofOrders: OrderReconciler;
  private readonly outside: OutsideOrders;
  private readonly books: BrokerBooks;
  private readonly last = new Map<string, ReconcileReport>();

  constructor(
    core: OmsCore,
    directory: BrokerDirectory,
    private readonly clock: OmsClock,
    log: EventLog,
    private readonly options: ReconcileOptions,
  ) {
    this.ofOrders = new OrderReconciler(core, clock, log);
    this.outside = new OutsideOrders(core, clock, log, options.outside);
    this.books = new BrokerBooks(core, directory, clock, log, options);
  }

  /** The last whole reconciliation of each broker. */
  get reports(): readonly ReconcileReport[] {
    return [...this.last.values()];
  }

  /** Everything that a broker can be asked. */
  async all(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<ReconcileReport> {
    const report = new ReconcileReport(broker.name, trigger, this.clock.nowUs());
    const { orders, fills } = await this.ofOrders.all(broker, trigger);
    report.orders = orders;
    report.missedFills = fills;
    for (const account of this.accounts(broker, report)) {
      await this.outside.look(broker, account, report);
      await this.books.compare(broker, account, report, async () => {
        report.missedFills += (await this.ofOrders.all(broker, trigger)).fills;
        await this.outside.look(broker, account, report);
      });
    }
    report.finishedUs = this.clock.nowUs();
    this.last.set(broker.name, report);
    return report;
  }

  /** Orders of unknown outcome only: the others are told by the broker as it goes. */
  async unresolved(broker: BrokerAdapter): Promise<void> {
    await this.ofOrders.unresolved(broker);
  }

  /** Some orders of a broker. */
  async these(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<void> {
    await this.ofOrders.these(broker, orders);
  }

  private accounts(broker: BrokerAdapter, report: ReconcileReport): readonly string[] {
    const accounts = this.options.accountsOf(broker.name);
    if (accounts.length <= 1 || broker.capabilities.namedAccounts === true) return accounts;
    report.addNote(
      `${broker.name} is one account, and ${accounts.join(', ')} may use it: say in ACCOUNTS which one does (adapters)`,
    );
    return [];
  }
}
