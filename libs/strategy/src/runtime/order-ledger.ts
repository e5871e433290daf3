import {
  parseDecimal,
  parseNanos,
  POW10,
  refuse,
  sideSign,
  type Instrument,
  type Refusal,
  type Result,
} from '@bourseworks/domain';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { OrderRecord, type OrderHandle } from './order-handle.js';
import { OrderListRecord } from './order-list.js';
import type { OrderUpdate } from './types.js';

/** Closed orders, and lists, remembered, so that a late correction finds what it corrects. */
const CLOSED_KEPT = 4_096;
/** Bound on orders that are open at once; the risk limit of the OMS lies far below. */
const MAX_OPEN = 65_536;

export interface AppliedEvent {
  readonly order: OrderRecord;
  readonly update: OrderUpdate;
  /** A promise that a handler may await was resolved: its continuation must run before the next record. */
  readonly resolved: boolean;
}

/**
 * Orders and positions of one strategy, derived from its own order events alone. A position changes by the difference of an
 * order's cumulative quantity, so corrections and busts count without a case of their own.
 */
export class OrderLedger {
  private readonly open = new Map<string, OrderRecord>();
  private readonly closed = new Map<string, OrderRecord>();
  private readonly positions = new Map<string, number>();
  /** By commandId; one that is closed is among the closed ones. */
  private readonly lists = new Map<string, OrderListRecord>();
  private readonly closedLists = new Map<string, OrderListRecord>();

  get openCount(): number {
    return this.open.size;
  }

  get full(): boolean {
    return this.open.size >= MAX_OPEN;
  }

  add(order: OrderRecord): void {
    this.open.set(order.key, order);
  }

  /** With its orders: they are open from now on. */
  addList(list: OrderListRecord): void {
    this.lists.set(list.commandId, list);
    for (const [index, order] of list.orders.entries()) {
      order.key = `${list.commandId}/${index}`;
      this.open.set(order.key, order);
    }
  }

  /** Signed, in quantity units of the instrument; exact. */
  position(instrument: Instrument): number {
    return this.positions.get(instrument.key) ?? 0;
  }

  openOrders(instrument?: Instrument): OrderRecord[] {
    const orders = [...this.open.values()];
    return instrument === undefined ? orders : orders.filter((order) => order.instrument.key === instrument.key);
  }

  /** By the commandId of an order, or the clOrdId of one of a list. */
  find(key: string): OrderHandle | undefined {
    return this.open.get(key) ?? this.closed.get(key);
  }

  /** Applies an event. Refuses one whose numbers do not fit the instrument: the ledger would be wrong from then on. */
  apply(event: OrderEventShape, instrument: Instrument): Result<AppliedEvent> {
    const numbers = readNumbers(event, instrument);
    if (!numbers.ok) return numbers;
    const { quantity, price, stopPrice, cumQuantity, lastQuantity, lastPrice } = numbers.value;
    const update = toUpdate(event, instrument, lastQuantity, lastPrice);
    const whole = event.listId === undefined ? this.lists.get(event.commandId) : undefined;
    if (whole !== undefined) return { ok: true, value: this.applyToAll(whole, event, update) };
    const order = this.recordFor(event, instrument, numbers.value);
    const change = sideSign(event.side) * (cumQuantity - order.cumQuantity);
    if (change !== 0) this.positions.set(instrument.key, this.position(instrument) + change);
    order.clOrdId = event.clOrdId === '' ? order.clOrdId : event.clOrdId;
    order.quantity = quantity;
    order.price = price;
    order.stopPrice = stopPrice;
    order.triggered = event.triggered === true;
    order.cumQuantity = cumQuantity;
    order.status = event.ordStatus;
    order.state = event.state;
    if (event.avgPx !== undefined) order.averagePrice = Number(event.avgPx) * POW10[instrument.priceScale];
    const isChange = event.execType === 'CancelRejected' || event.execType === 'ReplaceRejected';
    if (!isChange && event.code !== undefined) order.code = event.code;
    if (!isChange && event.reason !== undefined) order.reason = event.reason;
    const resolved = this.settle(order, event);
    return { ok: true, value: { order, update, resolved } };
  }

  private recordFor(event: OrderEventShape, instrument: Instrument, numbers: EventNumbers): OrderRecord {
    const { commandId, side, type, adapter, listId, listRole } = event;
    const key = listId === undefined ? commandId : event.clOrdId;
    const known = this.open.get(key) ?? this.closed.get(key);
    if (known !== undefined) return known;
    const list = listId === undefined ? undefined : this.listOf(commandId, listId);
    const asked = list?.asked(event, instrument);
    if (asked !== undefined) {
      this.open.delete(asked.key);
      asked.key = key;
      this.open.set(key, asked);
      return asked;
    }
    const order = new OrderRecord(commandId, instrument, side, type, numbers.quantity, numbers.price, adapter);
    if (list !== undefined && listRole !== undefined) list.add(order, listRole);
    order.key = key;
    // Every order is known from its first event on: one that has fills before this event was closed long ago and forgotten,
    // and its fills are in the position already.
    order.cumQuantity = numbers.cumQuantity - (event.execType === 'Trade' ? numbers.lastQuantity : 0);
    this.open.set(key, order);
    return order;
  }

  /** One of an earlier run is made up of the events of its orders. */
  private listOf(commandId: string, listId: string): OrderListRecord {
    let list = this.lists.get(commandId) ?? this.closedLists.get(commandId);
    if (list === undefined) {
      list = new OrderListRecord(commandId);
      this.lists.set(commandId, list);
    }
    list.identify(listId);
    return list;
  }

  /** A list that the OMS refused names one order of it, which was never made; so does the host of one nobody knows of. */
  private applyToAll(list: OrderListRecord, event: OrderEventShape, update: OrderUpdate): AppliedEvent {
    let resolved = false;
    list.sayOfAll(event);
    for (const order of list.orders) {
      resolved = order.settle() || resolved;
      this.closeIfDue(order);
    }
    return { order: list.orders[0], update, resolved: this.settleList(list) || resolved };
  }

  private settle(order: OrderRecord, event: OrderEventShape): boolean {
    let resolved = false;
    const { list } = order;
    const refusal: Refusal = { code: event.code ?? 'ORDER_KEPT', message: event.reason ?? 'refused' };
    if (event.execType === 'CancelRejected')
      resolved =
        list !== undefined && event.origClOrdId === list.listId
          ? list.refuseCancel(refusal)
          : order.settleChange('cancel', refusal);
    if (event.execType === 'ReplaceRejected') resolved = order.settleChange('replace', refusal);
    if (event.execType === 'Replaced') resolved = order.settleChange('replace', undefined);
    resolved = order.settle() || resolved;
    this.closeIfDue(order);
    return list === undefined ? resolved : this.settleList(list) || resolved;
  }

  private closeIfDue(order: OrderRecord): void {
    if (order.closed && this.open.delete(order.key)) remember(this.closed, order.key, order);
  }

  private settleList(list: OrderListRecord): boolean {
    const resolved = list.settle();
    if (list.closed && this.lists.delete(list.commandId)) remember(this.closedLists, list.commandId, list);
    return resolved;
  }
}

function remember<T>(closed: Map<string, T>, key: string, value: T): void {
  closed.set(key, value);
  if (closed.size <= CLOSED_KEPT) return;
  const [oldest] = closed.keys();
  closed.delete(oldest);
}

interface EventNumbers {
  readonly quantity: number;
  readonly price: number;
  readonly stopPrice: number;
  readonly cumQuantity: number;
  readonly lastQuantity: number;
  readonly lastPrice: number;
}

function readNumbers(event: OrderEventShape, instrument: Instrument): Result<EventNumbers> {
  const { qtyScale, priceScale } = instrument;
  const quantity = parseDecimal(event.quantity, qtyScale);
  const price = parseDecimal(event.price ?? '0', priceScale);
  const stopPrice = parseDecimal(event.stopPrice ?? '0', priceScale);
  const cumQuantity = parseDecimal(event.cumQty, qtyScale);
  const lastQuantity = parseDecimal(event.lastQty ?? '0', qtyScale);
  const lastPrice = parseDecimal(event.lastPx ?? '0', priceScale);
  const first = [quantity, price, stopPrice, cumQuantity, lastQuantity, lastPrice].find((result) => !result.ok);
  if (first !== undefined && !first.ok) {
    return refuse(first.refusal.code, `order event ${event.sequence} of ${event.clOrdId}: ${first.refusal.message}`);
  }
  const value = (result: Result<number>): number => (result.ok ? result.value : 0);
  return {
    ok: true,
    value: {
      quantity: value(quantity),
      price: value(price),
      stopPrice: value(stopPrice),
      cumQuantity: value(cumQuantity),
      lastQuantity: value(lastQuantity),
      lastPrice: value(lastPrice),
    },
  };
}

function microseconds(nanos: string): number {
  const time = parseNanos(nanos);
  return time.ok ? time.value.us : 0;
}

function toUpdate(
  event: OrderEventShape,
  instrument: Instrument,
  lastQuantity: number,
  lastPrice: number,
): OrderUpdate {
  return {
    execType: event.execType,
    instrument,
    side: event.side,
    lastQuantity,
    lastPrice,
    us: microseconds(event.time),
    ...(event.venueTime === undefined ? {} : { venueUs: microseconds(event.venueTime) }),
    ...(event.code === undefined ? {} : { code: event.code }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
}
