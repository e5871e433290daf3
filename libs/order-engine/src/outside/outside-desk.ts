import { isClosed, ordStatusOf, type ErrorCode } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { EngineContext } from '../context.js';
import type { Decision } from '../decision.js';
import { viewOf, type OrderView } from '../order-view.js';
import { reconcileWith } from '../recovery.js';
import { settleRisk } from '../risk-control.js';
import { adjustPosition, type PositionAdjustment } from './adjust-position.js';
import { adoptOrder } from './adopt-order.js';

/** What an engine does about what happened at a broker past this OMS. Decisions are its one reused one. */
export class OutsideDesk {
  constructor(private readonly ctx: EngineContext) {}

  /** Whether an id, of an order or of a cancel or replace of it, is known here. */
  knows(clOrdId: string): boolean {
    return this.ctx.state.find(clOrdId) !== undefined;
  }

  /** The id by which an order is known here that the venue calls by this one, or by one of its requests. */
  clOrdIdOf(id: string): string | undefined {
    return this.ctx.state.find(id)?.clOrdId;
  }

  /** The order of this id of ours as it is now. */
  find(clOrdId: string): OrderView | undefined {
    const order = this.ctx.state.orders.get(clOrdId);
    return order === undefined ? undefined : viewOf(order);
  }

  /** Whether an id is that of an order that was refused here, or closed so long ago that it left memory. */
  isForgotten(clOrdId: string): boolean {
    return this.ctx.state.denied.has(clOrdId) || this.ctx.state.forgotten.find(clOrdId) !== undefined;
  }

  /** Journal sequence of the last event of an order; 0 when it is not known. */
  lastSequenceOf(clOrdId: string): number {
    return this.ctx.state.orders.get(clOrdId)?.lastEvent?.sequence ?? 0;
  }

  /** Venue time of the latest fill of a broker's account that is booked, microseconds; when the journal was begun before any. */
  fillsUntilUs(adapter: string, account: string): number {
    const { state } = this.ctx;
    return state.executionIndex(adapter, account).untilUs || state.bornUs;
  }

  /** Takes over an order that was placed outside. The reason why not, where it cannot be. */
  adopt(
    adapter: string,
    account: string,
    found: BrokerOrderState,
    nowUs: number,
  ): { readonly decision: Decision; readonly why: string | undefined } {
    const decision = this.ctx.out.reset();
    const why = adoptOrder(this.ctx, adapter, account, found, nowUs);
    settleRisk(this.ctx, nowUs);
    return { decision, why };
  }

  /**
   * An order that is closed here is open at its broker: it is open again, with an alarm. Nothing happens to one that is open
   * here, or is not known.
   */
  reopen(clOrdId: string, found: BrokerOrderState, nowUs: number): Decision {
    const decision = this.ctx.out.reset();
    const order = this.ctx.state.orders.get(clOrdId);
    if (order === undefined || !found.open || !isClosed(order.state)) return decision;
    const { adapter, account, state } = order;
    const message = `order ${clOrdId} was ${ordStatusOf(state)} here and is open at ${adapter}; it counts as open again`;
    reconcileWith(this.ctx, order, found, [], nowUs, 'reopen');
    this.ctx.commit({
      type: 'Flagged',
      sequence: this.ctx.next(),
      us: nowUs,
      adapter,
      account,
      code: 'BOOKS_DIFFER',
      message,
    });
    settleRisk(this.ctx, nowUs);
    return decision;
  }

  /** Explicit correction of a position. Nothing happens for an unknown account, instrument, or a quantity of 0. */
  adjustPosition(adjustment: PositionAdjustment, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    adjustPosition(this.ctx, adjustment, nowUs);
    settleRisk(this.ctx, nowUs);
    return out;
  }

  /** Raises an alarm about a difference that is left to a person. */
  flag(what: { adapter: string; account: string; code: ErrorCode; message: string }, nowUs: number): Decision {
    const out = this.ctx.out.reset();
    this.ctx.commit({ type: 'Flagged', sequence: this.ctx.next(), us: nowUs, ...what });
    return out;
  }
}
