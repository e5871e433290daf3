import type { ExecutionReport, Instrument } from '@bourseworks/domain';
import { delay, type BrokerAdapter, type BrokerOrderState, type Clock, type EventLog } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import { asked } from './asked.js';
import { OVERLAP_US } from './order-reconciler.js';
import type { OutsidePolicy } from './policies.js';
import type { OutsideOrder, ReconcileReport } from './reconcile-report.js';

/** Outside orders looked at in one go; more is no trader beside us but a wrong account. */
const MAX_OUTSIDE = 1_000;
const FORGOTTEN = 'its id is one of ours, and the order was closed or refused here';

/**
 * Orders and fills at a broker that were not placed here: somebody trades the same account by hand or by another program.
 * They are taken over, with all their fills, or flagged once. An order of ours that is closed here and open there is open
 * again.
 */
export class OutsideOrders {
  /** What was flagged already, oldest first. */
  private readonly told = new Set<string>();

  constructor(
    private readonly core: OmsCore,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly policy: OutsidePolicy,
  ) {}

  async look(broker: BrokerAdapter, account: string, report: ReconcileReport): Promise<void> {
    const { outside: desk, lastSequence } = this.core.engine;
    const open = await asked(this.clock, broker.openOrders(account));
    const since = desk.fillsUntilUs(broker.name, account);
    const fills = await asked(this.clock, broker.fillsSince(account, Math.max(0, since - OVERLAP_US)));
    const isOurs = this.ourOrders(broker);
    const outside = new Map<string, BrokerOrderState>();
    for (const order of open) if (!isOurs(order)) outside.set(order.clOrdId || order.venueOrderId, order);
    for (const fill of fills) {
      const { clOrdId } = fill;
      if (clOrdId === '' || outside.has(clOrdId) || isOurs(fill) || this.isOld(broker, clOrdId)) continue;
      const found = outside.size < MAX_OUTSIDE ? await asked(this.clock, broker.order(account, clOrdId)) : undefined;
      // Meanwhile the order may have been made here.
      if (found !== undefined && !desk.knows(clOrdId)) outside.set(clOrdId, found);
    }
    for (const order of [...outside.values()].slice(0, MAX_OUTSIDE))
      report.addOutside(this.settle(broker, account, order, fills));
    if (outside.size > MAX_OUTSIDE) report.addNote(`more than ${MAX_OUTSIDE} orders of ${account} are not ours`);
    await this.reopen(broker, account, open, lastSequence);
  }

  /** By the client id; where the venue tells none, by its own id and the instrument. */
  private ourOrders(broker: BrokerAdapter) {
    const place = (venueOrderId: string, instrument: Instrument | undefined): string =>
      `${venueOrderId}|${instrument?.key ?? ''}`;
    const ours = new Set(
      this.core.engine
        .openOrders({ adapter: broker.name })
        .filter(({ venueOrderId }) => venueOrderId !== '')
        .flatMap(({ venueOrderId, instrument }) => [place(venueOrderId, instrument), place(venueOrderId, undefined)]),
    );
    return (of: Pick<BrokerOrderState, 'clOrdId' | 'instrument'> & { readonly venueOrderId?: string }): boolean =>
      this.core.engine.outside.knows(of.clOrdId) || ours.has(place(of.venueOrderId ?? '', of.instrument));
  }

  /**
   * What the broker lists as open and is closed here since before it was asked. It is asked again after its consistency
   * horizon: the list may have been behind.
   */
  private async reopen(
    broker: BrokerAdapter,
    account: string,
    open: readonly BrokerOrderState[],
    askedSequence: number,
  ): Promise<void> {
    const { outside: desk } = this.core.engine;
    const closedHere = open.filter(({ clOrdId }) => {
      const order = desk.find(desk.clOrdIdOf(clOrdId) ?? '');
      return order?.open === false && desk.lastSequenceOf(order.clOrdId) <= askedSequence;
    });
    if (closedHere.length === 0) return;
    await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    for (const { clOrdId: id } of closedHere) {
      const clOrdId = desk.clOrdIdOf(id);
      const found = await asked(this.clock, broker.order(account, id));
      if (clOrdId === undefined || found?.open !== true || desk.lastSequenceOf(clOrdId) > askedSequence) continue;
      this.log.warn({ event: 'oms.order_reopened', adapter: broker.name, account, clOrdId });
      this.core.perform((engine, nowUs) => engine.outside.reopen(clOrdId, found, nowUs));
    }
  }

  /** Flagged before, or known here once and forgotten since: its fills are no news. */
  private isOld(broker: BrokerAdapter, clOrdId: string): boolean {
    return this.told.has(clOrdId) || this.isOwn(broker, clOrdId);
  }

  /** An id that was made here, by whichever life, or of an order that was taken over once. */
  private isOwn(broker: BrokerAdapter, clOrdId: string): boolean {
    const { engine } = this.core;
    return engine.idParts(clOrdId) !== undefined || engine.outside.isForgotten(clOrdId) || broker.isOwnId(clOrdId);
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
    const why = this.isOwn(broker, clOrdId) ? FORGOTTEN : this.adopted(broker.name, account, order, fills);
    if (why === undefined) return { ...what, action: 'adopted', reason: '' };
    this.flag(broker.name, order, account, why);
    return { ...what, action: 'flagged', reason: why };
  }

  /** Undefined once it is taken over; else why it is not. */
  private adopted(
    adapter: string,
    account: string,
    order: BrokerOrderState,
    fills: readonly ExecutionReport[],
  ): string | undefined {
    if (this.policy !== 'adopt') return 'the policy is to flag';
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
      if (fill.clOrdId === clOrdId || (venueOrderId !== '' && fill.venueOrderId === venueOrderId))
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
    const message = `order ${id} in ${instrument?.key ?? 'an unknown instrument'} of ${adapter} is not known here: ${why}`;
    this.core.perform((engine, nowUs) =>
      engine.outside.flag({ adapter, account, code: 'ORDER_OUTSIDE', message }, nowUs),
    );
  }
}
