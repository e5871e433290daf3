import type {
  ExecType,
  ExecutionReport,
  Instrument,
  OrderType,
  OrdStatus,
  Side,
  TimeInForce,
} from '@bourseworks/domain';
import { MAX_UNITS, Wide } from '@bourseworks/domain';
import type { BookedOnce } from './correct-fill.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { StateHasher } from './state-hasher.js';

/** An execution of an order that left memory. */
export interface ForgottenExecution extends BookedOnce {
  readonly execId: string;
  readonly execType: ExecType;
  /** False once it was busted or corrected, or a split changed the units that it is in. */
  standing: boolean;
}

/** What is kept of a closed order that left memory: enough to book a fill of it, and to know, or take back, one that was. */
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
  readonly executions: ForgottenExecution[];
}

/** Orders kept so, in memory: with the closed ones that are kept whole, those of some days of a busy desk. */
export const MAX_FORGOTTEN = 100_000;

function ofOrder(order: Order): ForgottenOrder {
  const { clOrdId, commandId, account, strategy, adapter, instrument, state, executions } = order;
  const { side, type, timeInForce, quantity, price, venueOrderId, working, cumQty, notional } = state;
  const of = { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price };
  const kept = executions.map(({ order: _order, day: _day, ...one }) => one);
  const filled = { cumQty, notional: new Wide().add(notional), executions: kept };
  return { ...of, venueOrderId, status: working, denied: false, ...filled };
}

/** An order that was refused here and never sent; undefined where it could not be a broker's. */
export function ofDenied(event: OrderEvent): ForgottenOrder | undefined {
  const { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price } =
    event;
  if (instrument === undefined || adapter === '') return undefined;
  const of = { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, quantity, price };
  return { ...of, venueOrderId: '', status: 'Rejected', denied: true, cumQty: 0, notional: new Wide(), executions: [] };
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

  /** A split changes what a unit of an instrument is: fills of before cannot be taken back in new ones. */
  forgetUnits(instrumentKey: string): void {
    for (const { instrument, executions } of this.orders.values())
      if (instrument.key === instrumentKey) for (const execution of executions) execution.standing = false;
  }

  hash(hasher: StateHasher): void {
    for (const { clOrdId, cumQty, notional, status, executions } of this.orders.values()) {
      hasher.text(clOrdId).number(cumQty).number(notional.hi).number(notional.lo).text(status);
      for (const { execId, quantity, price, standing } of executions)
        hasher
          .text(execId)
          .number(quantity)
          .number(price)
          .number(standing ? 1 : 0);
    }
    for (const [id, clOrdId] of this.accepted) hasher.text(id).text(clOrdId);
  }
}

/** New: to be booked. Known: booked already. Unfit: nobody could say what it is. */
export type LateVerdict = 'New' | 'Known' | 'Unfit';

export const isCorrection = (execType: ExecType): boolean => execType === 'TradeCancel' || execType === 'TradeCorrect';

/** The fill in force that a bust or correction refers to. */
export function originalOf(
  { executions }: ForgottenOrder,
  execRefId: string | undefined,
): ForgottenExecution | undefined {
  return executions.find((one) => one.standing && one.quantity > 0 && one.execId === execRefId);
}

function isSized(quantity: number, price: number | undefined, filled: number): boolean {
  const sized = Number.isSafeInteger(quantity) && quantity > 0 && filled + quantity <= MAX_UNITS;
  return sized && Number.isSafeInteger(price) && Math.abs(price ?? 0) <= MAX_UNITS;
}

function judgeCorrection(
  order: ForgottenOrder,
  { execType, execRefId, lastQty = 0, lastPx }: ExecutionReport,
): LateVerdict {
  const original = originalOf(order, execRefId);
  if (original === undefined || original.quantity > order.cumQty) return 'Unfit';
  return execType === 'TradeCancel' || isSized(lastQty, lastPx, order.cumQty - original.quantity) ? 'New' : 'Unfit';
}

/** What a report is to an order that left memory. A fill without an id counts by the venue's own sum. */
export function judgeLate(order: ForgottenOrder, report: ExecutionReport): LateVerdict {
  const { execType, execId, lastQty = 0, lastPx, cumQty } = report;
  const corrects = isCorrection(execType);
  if (execType !== 'Trade' && !corrects) return 'Unfit';
  if (execId !== '' && order.executions.some((one) => one.execId === execId)) return 'Known';
  if (corrects) return judgeCorrection(order, report);
  if (execId === '' && cumQty === undefined) return 'Unfit';
  if (execId === '' && cumQty !== undefined && cumQty <= order.cumQty) return 'Known';
  return isSized(lastQty, lastPx, order.cumQty) ? 'New' : 'Unfit';
}
