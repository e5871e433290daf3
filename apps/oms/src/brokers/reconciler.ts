import type { ExecutionReport } from '@bourseworks/domain';
import { delay, type BrokerAdapter, type BrokerOrderState, type EventLog } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import type { OmsClock } from '../core/oms-clock.js';

/** Fills are asked for from a little before what is known: clocks differ, and a repeat is dropped by its key. */
const OVERLAP_US = 60_000_000;

interface OpenOrder {
  readonly clOrdId: string;
  readonly account: string;
  readonly us: number;
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

  /** Throws when the broker cannot be asked; then nothing is open for orders, and it is tried again. */
  async reconcile(broker: BrokerAdapter): Promise<void> {
    const open = this.core.engine.openOrders({ adapter: broker.name }).map((order) => ({
      clOrdId: order.clOrdId,
      account: order.account,
      us: order.sentUs,
    }));
    const fills = await this.fills(broker, open);
    for (const order of open) {
      const found = await this.find(broker, order);
      const own = fills.get(order.clOrdId) ?? [];
      this.core.perform((engine, nowUs) => engine.reconcile(order.clOrdId, found ?? 'not-found', own, nowUs));
    }
    this.log.info({ event: 'oms.reconciled', adapter: broker.name, orders: open.length });
  }

  private async fills(broker: BrokerAdapter, open: readonly OpenOrder[]): Promise<Map<string, ExecutionReport[]>> {
    const byOrder = new Map<string, ExecutionReport[]>();
    for (const account of new Set(open.map((order) => order.account))) {
      const since = Math.min(...open.filter((order) => order.account === account).map((order) => order.us));
      for (const fill of await broker.fillsSince(account, Math.max(0, since - OVERLAP_US))) {
        const list = byOrder.get(fill.clOrdId);
        if (list === undefined) byOrder.set(fill.clOrdId, [fill]);
        else list.push(fill);
      }
    }
    return byOrder;
  }

  /** Asks again after the broker's consistency horizon before it believes that an order is not there. */
  private async find(broker: BrokerAdapter, order: OpenOrder): Promise<BrokerOrderState | undefined> {
    const first = await broker.order(order.account, order.clOrdId);
    if (first !== undefined) return first;
    await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    return broker.order(order.account, order.clOrdId);
  }
}
