import type { ExecutionReport } from '@bourseworks/domain';
import type { BrokerAdapter, BrokerOrderState, EventLog } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import { OVERLAP_US } from './order-reconciler.js';
import type { OutsidePolicy } from './policies.js';
import type { OutsideOrder, ReconcileReport } from './reconcile-report.js';

/** Outside orders looked at in one go; more is no trader beside us but a wrong account. */
const MAX_OUTSIDE = 1_000;

/**
 * Orders and fills at a broker that were not placed here: somebody trades the same account by hand or by another program.
 * They are taken over, with all their fills, or flagged once.
 */
export class OutsideOrders {
  /** What was flagged already, oldest first. */
  private readonly told = new Set<string>();

  constructor(
    private readonly core: OmsCore,
    private readonly log: EventLog,
    private readonly policy: OutsidePolicy,
  ) {}

  async look(broker: BrokerAdapter, account: string, report: ReconcileReport): Promise<void> {
    const open = await broker.openOrders(account);
    const since = this.core.engine.outside.fillsUntilUs(broker.name, account);
    const fills = await broker.fillsSince(account, Math.max(0, since - OVERLAP_US));
    const ours = new Set(this.core.engine.openOrders({ adapter: broker.name }).map(({ venueOrderId }) => venueOrderId));
    const isOurs = (clOrdId: string, venueOrderId: string): boolean =>
      this.core.engine.outside.knows(clOrdId) || (venueOrderId !== '' && ours.has(venueOrderId));
    const outside = new Map<string, BrokerOrderState>();
    for (const order of open)
      if (!isOurs(order.clOrdId, order.venueOrderId)) outside.set(order.clOrdId || order.venueOrderId, order);
    for (const fill of fills) {
      const { clOrdId, venueOrderId = '' } = fill;
      if (clOrdId === '' || outside.has(clOrdId) || isOurs(clOrdId, venueOrderId) || this.isOld(broker, clOrdId))
        continue;
      const found = outside.size < MAX_OUTSIDE ? await broker.order(account, clOrdId) : undefined;
      if (found !== undefined) outside.set(clOrdId, found);
    }
    for (const order of [...outside.values()].slice(0, MAX_OUTSIDE))
      report.outside.push(this.settle(broker, account, order, fills));
    if (outside.size > MAX_OUTSIDE) report.notes.push(`more than ${MAX_OUTSIDE} orders of ${account} are not ours`);
  }

  /** Flagged before, or made here and forgotten since: its fills are no news. */
  private isOld(broker: BrokerAdapter, clOrdId: string): boolean {
    return this.told.has(clOrdId) || this.core.engine.idParts(clOrdId) !== undefined || broker.isOwnId(clOrdId);
  }

  private settle(
    broker: BrokerAdapter,
    account: string,
    order: BrokerOrderState,
    fills: readonly ExecutionReport[],
  ): OutsideOrder {
    const { clOrdId, venueOrderId, instrument, terms, cumQty, leavesQty } = order;
    const side = terms?.side ?? '';
    const quantity = terms?.quantity ?? cumQty + leavesQty;
    const what = { account, clOrdId, venueOrderId, instrument, side, quantity, cumQty };
    const why = this.policy === 'adopt' ? this.adopt(broker.name, account, order, fills) : 'the policy is to flag';
    if (why === undefined) return { ...what, action: 'adopted', reason: '' };
    this.flag(broker.name, order, account, why);
    return { ...what, action: 'flagged', reason: why };
  }

  private adopt(
    adapter: string,
    account: string,
    order: BrokerOrderState,
    fills: readonly ExecutionReport[],
  ): string | undefined {
    let why: string | undefined;
    this.core.perform((engine, nowUs) => {
      const adopted = engine.outside.adopt(adapter, account, order, nowUs);
      why = adopted.why;
      return adopted.decision;
    });
    if (why !== undefined) return why;
    const { clOrdId, venueOrderId } = order;
    this.log.warn({ event: 'oms.order_adopted', adapter, account, clOrdId, venueOrderId });
    for (const fill of fills)
      if (fill.clOrdId === clOrdId || fill.venueOrderId === venueOrderId)
        this.core.perform((engine, nowUs) => engine.onReport(adapter, { ...fill, clOrdId }, nowUs));
    this.core.perform((engine, nowUs) => engine.reconcile(clOrdId, order, [], nowUs));
    return undefined;
  }

  private flag(adapter: string, { clOrdId, venueOrderId, instrument }: BrokerOrderState, account: string, why: string) {
    const id = clOrdId || venueOrderId;
    if (this.told.has(id)) return;
    this.told.add(id);
    for (const oldest of this.told) {
      if (this.told.size <= 10 * MAX_OUTSIDE) break;
      this.told.delete(oldest);
    }
    const message = `order ${id} in ${instrument?.key ?? 'an unknown instrument'} of ${adapter} was not placed here: ${why}`;
    this.core.perform((engine, nowUs) =>
      engine.outside.flag({ adapter, account, code: 'ORDER_OUTSIDE', message }, nowUs),
    );
  }
}
