import type { ExecutionReport, Instrument, OrderType, OrdStatus, Side, TimeInForce } from '@bourseworks/domain';
import { MAX_UNITS, Wide } from '@bourseworks/domain';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { StateHasher } from './state-hasher.js';

/** What is kept of a closed order that left memory: enough to book a fill of it, and to know one that was booked. */
export interface ForgottenOrder {
  readonly clOrdId: string;
  readonly commandId: string;
  readonly account: string;
  readonly strategy: string;
  readonly adapter: string;
  readonly instrument: Instrument;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly price: number;
  readonly venueOrderId: string;
  readonly status: OrdStatus;
  readonly denied: boolean;
  cumQty: number;
  readonly notional: Wide;
  /** Ids of its fills. */
  readonly execIds: string[];
}

/** Orders kept so, in memory: with the closed ones that are kept whole, those of some days of a busy desk. */
export const MAX_FORGOTTEN = 100_000;

function ofOrder(order: Order): ForgottenOrder {
  const { clOrdId, commandId, account, strategy, adapter, instrument, state, executions } = order;
  const { side, type, timeInForce, quantity, price, venueOrderId, working, cumQty, notional } = state;
  const of = { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price };
  const execIds = executions.filter((one) => one.quantity > 0).map(({ execId }) => execId);
  return { ...of, venueOrderId, status: working, denied: false, cumQty, notional: new Wide().add(notional), execIds };
}

/** An order that was refused here and never sent; undefined where it could not be a broker's. */
export function ofDenied(event: OrderEvent): ForgottenOrder | undefined {
  const { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price } =
    event;
  if (instrument === undefined || adapter === '') return undefined;
  const of = { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price };
  return { ...of, venueOrderId: '', status: 'Rejected', denied: true, cumQty: 0, notional: new Wide(), execIds: [] };
}

/** Bounded: the oldest are forgotten altogether, and a fill of them is an anomaly that a person has to look at. */
export class ForgottenOrders {
  private readonly orders = new Map<string, ForgottenOrder>();
  /** By the id of the last accepted replace, under which brokers report. */
  private readonly accepted = new Map<string, string>();
  private readonly bound: number;

  constructor(bound = MAX_FORGOTTEN) {
    this.bound = bound;
  }

  keep(order: Order): void {
    this.add(ofOrder(order));
    const { acceptedId } = order.state;
    if (acceptedId !== order.clOrdId) this.accepted.set(acceptedId, order.clOrdId);
  }

  keepDenied(event: OrderEvent): void {
    // It got a fill meanwhile: what was booked of it must stay known.
    if (this.orders.has(event.clOrdId)) return;
    const order = ofDenied(event);
    if (order !== undefined) this.add(order);
  }

  find(id: string | undefined): ForgottenOrder | undefined {
    return id === undefined ? undefined : this.orders.get(this.accepted.get(id) ?? id);
  }

  /** Where a refused order gets its first fill. */
  add(order: ForgottenOrder): void {
    this.orders.set(order.clOrdId, order);
    if (this.orders.size <= this.bound) return;
    for (const oldest of this.orders.keys()) {
      this.orders.delete(oldest);
      break;
    }
    if (this.accepted.size <= this.bound) return;
    for (const oldest of this.accepted.keys()) {
      this.accepted.delete(oldest);
      break;
    }
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    const orders = [...this.orders.values()].map(({ notional: { hi, lo }, ...order }) => ({ ...order, hi, lo }));
    return { orders, accepted: [...this.accepted] };
  }

  /** Of an empty table only. */
  restore({ orders, accepted }: ReturnType<ForgottenOrders['image']>): void {
    for (const { hi, lo, ...order } of orders)
      this.orders.set(order.clOrdId, { ...order, notional: Object.assign(new Wide(), { hi, lo }) });
    for (const [id, clOrdId] of accepted) this.accepted.set(id, clOrdId);
  }

  hash(hasher: StateHasher): void {
    for (const { clOrdId, cumQty, notional, status, execIds } of this.orders.values()) {
      hasher.text(clOrdId).number(cumQty).number(notional.hi).number(notional.lo).text(status);
      for (const id of execIds) hasher.text(id);
    }
    for (const [id, clOrdId] of this.accepted) hasher.text(id).text(clOrdId);
  }
}

/** New: to be booked. Known: booked already. Unfit: nobody could say what it is. */
export type LateVerdict = 'New' | 'Known' | 'Unfit';

/** What a report of a fill is to an order that left memory. One without an id counts by the venue's own sum. */
export function judgeLate(order: ForgottenOrder, report: ExecutionReport): LateVerdict {
  const { execType, execId, lastQty = 0, lastPx, cumQty } = report;
  if (execType !== 'Trade') return 'Unfit';
  if (execId !== '' && order.execIds.includes(execId)) return 'Known';
  if (execId === '' && cumQty === undefined) return 'Unfit';
  if (execId === '' && cumQty !== undefined && cumQty <= order.cumQty) return 'Known';
  const sized = Number.isSafeInteger(lastQty) && lastQty > 0 && order.cumQty + lastQty <= MAX_UNITS;
  return sized && Number.isSafeInteger(lastPx) && Math.abs(lastPx ?? 0) <= MAX_UNITS ? 'New' : 'Unfit';
}
