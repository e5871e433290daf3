import type { ExecutionReport } from '@bourseworks/domain';
import { delay, type BrokerAdapter, type BrokerOrderState, type EventLog } from '@bourseworks/ports';
import type { OrderView } from '@bourseworks/order-engine';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';

/** Fills are asked for from a little before what is known: clocks differ, and a repeat is dropped by its key. */
const OVERLAP_US = 60_000_000;
/** Questions about an order whose state and executions do not fit, before the difference is taken for a fact. */
const MAX_LOOKS = 3;

interface OpenOrder {
  readonly clOrdId: string;
  readonly account: string;
  readonly strategy: string;
  readonly sentUs: number;
}

/**
 * Brings what we know of a broker's orders to what the broker knows: each order that is open or of unknown outcome, by its
 * id, with the fills since. Differences become explicit records, never a silent overwrite.
 */
export class Reconciler {
  constructor(
    private readonly core: OmsCore,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
  ) {}

  /** Every open order of a broker. Throws when the broker cannot be asked; then it is tried again. */
  all(broker: BrokerAdapter): Promise<void> {
    return this.reconcile(broker, this.core.engine.openOrders({ adapter: broker.name }));
  }

  /** Orders of unknown outcome only: the others are told by the broker as it goes. */
  unresolved(broker: BrokerAdapter): Promise<void> {
    return this.reconcile(
      broker,
      this.core.engine.unresolved().filter((order) => order.adapter === broker.name),
    );
  }

  /** Some orders of a broker. */
  these(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<void> {
    return this.reconcile(broker, orders);
  }

  private async reconcile(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<void> {
    // What is held inside, no broker knows.
    const sent = orders.filter(({ held }) => !held);
    const open = sent.map(({ clOrdId, account, strategy, sentUs }) => ({ clOrdId, account, strategy, sentUs }));
    const fills = await this.fills(broker, open);
    let left: readonly OpenOrder[] = open;
    for (let look = 1; ; look++) {
      left = await this.look(broker, left, fills, look);
      if (left.length === 0) break;
      // Once for all of them: orders that died in a burst would keep the OMS closed for a horizon each.
      await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    }
    this.log.info({ event: 'oms.reconciled', adapter: broker.name, orders: open.length });
  }

  /** Asks about each order; returns those of which the answer is not to be believed yet. */
  private async look(
    broker: BrokerAdapter,
    orders: readonly OpenOrder[],
    fills: readonly ExecutionReport[],
    look: number,
  ): Promise<OpenOrder[]> {
    const again: OpenOrder[] = [];
    for (const order of orders) if (!(await this.settle(broker, order, fills, look))) again.push(order);
    return again;
  }

  /**
   * State and executions are asked for one after the other, and orders fill meanwhile. A fill that the state counts already
   * and the older list lacks must not become an adjustment: its own report would then book it a second time. That an order
   * is not there is believed on the second look, after the broker's consistency horizon. False: look again.
   */
  private async settle(
    broker: BrokerAdapter,
    order: OpenOrder,
    fills: readonly ExecutionReport[],
    look: number,
  ): Promise<boolean> {
    const found = await broker.order(order.account, order.clOrdId);
    if (found === undefined && look === 1) return false;
    let booked = this.book(broker, order, found, fills);
    if (found !== undefined && found.cumQty > booked)
      booked = this.book(broker, order, found, await this.fills(broker, [order]));
    if (found !== undefined && found.cumQty !== booked && look < MAX_LOOKS) return false;
    this.core.perform((engine, nowUs) => engine.reconcile(order.clOrdId, found ?? 'not-found', [], nowUs));
    return true;
  }

  /**
   * Books the order's executions among `fills`, repeats excepted; returns what is filled by then, in units, as the broker
   * counts: without what was crossed inside.
   */
  private book(
    broker: BrokerAdapter,
    order: OpenOrder,
    found: BrokerOrderState | undefined,
    fills: readonly ExecutionReport[],
  ): number {
    for (const fill of fills) {
      // After a replace the venue reports under the later id, but under its own id of the order as before.
      if (fill.clOrdId === order.clOrdId || (found !== undefined && fill.venueOrderId === found.venueOrderId))
        this.core.perform((engine, nowUs) => engine.onReport(broker.name, fill, nowUs));
    }
    return this.core.engine.brokerCumQty(order.clOrdId);
  }

  private async fills(broker: BrokerAdapter, open: readonly OpenOrder[]): Promise<ExecutionReport[]> {
    const all: ExecutionReport[] = [];
    for (const account of new Set(open.map((order) => order.account))) {
      const since = Math.min(...open.filter((order) => order.account === account).map((order) => order.sentUs));
      all.push(...(await broker.fillsSince(account, Math.max(0, since - OVERLAP_US))));
    }
    return all;
  }
}
