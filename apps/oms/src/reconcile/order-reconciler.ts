import type { ExecutionReport } from '@bourseworks/domain';
import { delay, type BrokerAdapter, type BrokerOrderState, type EventLog } from '@bourseworks/ports';
import type { OrderView } from '@bourseworks/order-engine';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';
import { asked } from './asked.js';
import type { ReconcileTrigger } from './reconcile-report.js';

/** Fills are asked for from a little before what is known: clocks differ, and a repeat is dropped by its key. */
export const OVERLAP_US = 60_000_000;
/** Questions about an order whose state and executions do not fit, before the difference is taken for a fact. */
const MAX_LOOKS = 3;

/** What a reconciliation of orders came to. */
export interface OrdersReconciled {
  /** Orders that were asked about. */
  readonly orders: number;
  /** Fills that had been missed. */
  readonly fills: number;
}

/** The broker's list of open orders by our ids, and what had happened here when it was asked for. */
interface OpenList {
  readonly orders: ReadonlyMap<string, BrokerOrderState>;
  readonly sequence: number;
}

/** One reconciliation, and the fills that it found missing. */
interface Run {
  readonly broker: BrokerAdapter;
  /** Leaves alone what a cancel or replace is on its way for; an order on its way is always left alone. */
  readonly sparesChanges: boolean;
  missed: number;
}

interface OpenOrder {
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly sentUs: number;
}

/**
 * Brings what we know of a broker's orders to what the broker knows: each order that is open or of unknown outcome, by its
 * id, with the fills since. Differences become explicit records, never a silent overwrite. What the broker still has to
 * answer is left alone: an order on its way is not there yet, and a replace on its way not in force.
 */
export class OrderReconciler {
  constructor(
    private readonly core: OmsCore,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
  ) {}

  /**
   * Every open order of a broker. While orders are taken, those stay out that it has yet to answer: without an answer in time
   * they become Unknown. Throws when the broker cannot be asked; then it is tried again.
   */
  async all(broker: BrokerAdapter, trigger: ReconcileTrigger): Promise<OrdersReconciled> {
    const sparesChanges = trigger === 'periodic' || trigger === 'command';
    const orders = this.core.engine
      .openOrders({ adapter: broker.name })
      .filter(({ unanswered }) => !(sparesChanges && unanswered));
    return this.reconcile({ broker, sparesChanges, missed: 0 }, orders, await this.openList(broker, orders));
  }

  /** Orders of unknown outcome only: the others are told by the broker as it goes. */
  unresolved(broker: BrokerAdapter): Promise<OrdersReconciled> {
    const orders = this.core.engine.unresolved().filter((order) => order.adapter === broker.name);
    return this.reconcile({ broker, sparesChanges: true, missed: 0 }, orders);
  }

  /** Some orders of a broker, also those whose cancel or replace it has not answered. */
  these(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<OrdersReconciled> {
    return this.reconcile({ broker, sparesChanges: false, missed: 0 }, orders);
  }

  /** One question for all orders that are open there: a venue allows only so many questions a minute. */
  private async openList(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<OpenList> {
    const sequence = this.core.engine.lastSequence;
    const found = new Map<string, BrokerOrderState>();
    for (const account of new Set(orders.map((order) => order.account))) {
      for (const order of await asked(this.clock, broker.openOrders(account))) {
        const clOrdId = this.core.engine.outside.clOrdIdOf(order.clOrdId);
        if (clOrdId !== undefined) found.set(clOrdId, order);
      }
    }
    return { orders: found, sequence };
  }

  private async reconcile(
    run: Run,
    orders: readonly OrderView[],
    list: OpenList = { orders: new Map(), sequence: 0 },
  ): Promise<OrdersReconciled> {
    const { broker } = run;
    // What is held inside, no broker knows.
    const sent = orders.filter(({ held }) => !held);
    const open = sent.map(({ clOrdId, account, strategy, sentUs }) => ({ clOrdId, account, strategy, sentUs }));
    const fills = await this.fills(broker, open);
    let left: readonly OpenOrder[] = open;
    for (let look = 1; ; look++) {
      left = await this.look(run, left, fills, look, list);
      if (left.length === 0) break;
      // Once for all of them: orders that died in a burst would keep the OMS closed for a horizon each.
      await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    }
    this.log.info({ event: 'oms.reconciled', adapter: broker.name, orders: open.length, fills: run.missed });
    return { orders: open.length, fills: run.missed };
  }

  /** Asks about each order; returns those of which the answer is not to be believed yet. */
  private async look(
    run: Run,
    orders: readonly OpenOrder[],
    fills: readonly ExecutionReport[],
    look: number,
    list: OpenList,
  ): Promise<OpenOrder[]> {
    const again: OpenOrder[] = [];
    for (const order of orders) {
      const listed = look === 1 ? this.listed(order, list) : undefined;
      if (!(await this.settle(run, order, fills, look, listed))) again.push(order);
    }
    return again;
  }

  /** What the list says of an order, unless something happened to it since the list was made. */
  private listed({ clOrdId }: OpenOrder, { orders, sequence }: OpenList): BrokerOrderState | undefined {
    const found = orders.get(clOrdId);
    return found === undefined || this.core.engine.outside.lastSequenceOf(clOrdId) > sequence ? undefined : found;
  }

  /**
   * State and executions are asked for one after the other, and orders fill meanwhile. A fill that the state counts already
   * and the older list lacks must not become an adjustment: its own report would then book it a second time. That an order
   * is not there is believed on the second look, after the broker's consistency horizon. An answer that something overtook is
   * none. False: look again.
   */
  private async settle(
    run: Run,
    order: OpenOrder,
    fills: readonly ExecutionReport[],
    look: number,
    listed: BrokerOrderState | undefined,
  ): Promise<boolean> {
    const { broker } = run;
    const before = this.lastSequence(order);
    const found = listed ?? (await asked(this.clock, broker.order(order.account, order.clOrdId)));
    if (this.lastSequence(order) !== before) return this.isNews(look);
    if (this.isOnItsWay(run, order, found)) return true;
    if (found === undefined && look === 1) return false;
    let booked = this.book(run, order, found, fills);
    if (found !== undefined && found.cumQty > booked) {
      const known = this.lastSequence(order);
      const later = await this.fills(broker, [order]);
      if (this.lastSequence(order) !== known) return this.isNews(look);
      booked = this.book(run, order, found, later);
    }
    if (found !== undefined && found.cumQty !== booked && look < MAX_LOOKS) return false;
    this.core.perform((engine, nowUs) => engine.reconcile(order.clOrdId, found ?? 'not-found', [], nowUs));
    return true;
  }

  private lastSequence({ clOrdId }: OpenOrder): number {
    return this.core.engine.outside.lastSequenceOf(clOrdId);
  }

  /** The answer of the broker is yet to come: what it says of the order now may be older. */
  private isOnItsWay(run: Run, { clOrdId }: OpenOrder, found: BrokerOrderState | undefined): boolean {
    const order = this.core.engine.outside.find(clOrdId);
    if (order?.unanswered !== true) return false;
    return run.sparesChanges || (found === undefined && order.state !== 'Acknowledged');
  }

  /** The broker tells of the order as it goes: after some looks it is taken at its word. */
  private isNews(look: number): boolean {
    return look >= MAX_LOOKS;
  }

  /**
   * Books the order's executions among `fills`, repeats excepted; returns what is filled by then, in units, as the broker
   * counts: without what was crossed inside.
   */
  private book(
    run: Run,
    order: OpenOrder,
    found: BrokerOrderState | undefined,
    fills: readonly ExecutionReport[],
  ): number {
    const venueOrderId = found?.venueOrderId ?? '';
    for (const fill of fills) {
      // After a replace the venue reports under the later id, but under its own id of the order as before.
      const owner = this.core.engine.outside.clOrdIdOf(fill.clOrdId);
      const isSame = venueOrderId !== '' && fill.venueOrderId === venueOrderId;
      if (owner === order.clOrdId || (owner === undefined && isSame))
        run.missed += this.core.perform((engine, nowUs) =>
          engine.onReport(run.broker.name, fill, nowUs),
        ).records.length;
    }
    return this.core.engine.brokerCumQty(order.clOrdId);
  }

  private async fills(broker: BrokerAdapter, open: readonly OpenOrder[]): Promise<ExecutionReport[]> {
    const all: ExecutionReport[] = [];
    for (const account of new Set(open.map((order) => order.account))) {
      const since = Math.min(...open.filter((order) => order.account === account).map((order) => order.sentUs));
      all.push(...(await asked(this.clock, broker.fillsSince(account, Math.max(0, since - OVERLAP_US)))));
    }
    return all;
  }
}
