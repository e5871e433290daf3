import type { ExecutionReport } from '@bourseworks/domain';
import { delay, type BrokerAdapter, type BrokerOrderState, type EventLog } from '@bourseworks/ports';
import type { OrderView } from '@bourseworks/order-engine';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';

/** Fills are asked for from a little before what is known: clocks differ, and a repeat is dropped by its key. */
const OVERLAP_US = 60_000_000;

interface OpenOrder {
  readonly clOrdId: string;
  readonly account: string;
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

  private async reconcile(broker: BrokerAdapter, orders: readonly OrderView[]): Promise<void> {
    const open = orders.map(({ clOrdId, account, sentUs }) => ({ clOrdId, account, sentUs }));
    const fills = await this.fills(broker, open);
    for (const order of open) {
      const found = await this.find(broker, order);
      // After a replace the venue reports under the later id, but under its own id of the order as before.
      const own = fills.filter(
        (fill) => fill.clOrdId === order.clOrdId || (found !== undefined && fill.venueOrderId === found.venueOrderId),
      );
      this.core.perform((engine, nowUs) => engine.reconcile(order.clOrdId, found ?? 'not-found', own, nowUs));
    }
    this.log.info({ event: 'oms.reconciled', adapter: broker.name, orders: open.length });
  }

  private async fills(broker: BrokerAdapter, open: readonly OpenOrder[]): Promise<ExecutionReport[]> {
    const all: ExecutionReport[] = [];
    for (const account of new Set(open.map((order) => order.account))) {
      const since = Math.min(...open.filter((order) => order.account === account).map((order) => order.sentUs));
      all.push(...(await broker.fillsSince(account, Math.max(0, since - OVERLAP_US))));
    }
    return all;
  }

  /** Asks again after the broker's consistency horizon before it believes that an order is not there. */
  private async find(broker: BrokerAdapter, order: OpenOrder): Promise<BrokerOrderState | undefined> {
    const first = await broker.order(order.account, order.clOrdId);
    if (first !== undefined) return first;
    await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    return broker.order(order.account, order.clOrdId);
  }
}
