import { isClosed, type Instrument } from '@bourseworks/domain';
import { Heap } from '../heap.js';
import type { Order } from '../order.js';

/** What an order waits for. Units of the instrument. */
export interface ArmedTrigger {
  /** 0 = not known before the first quote of its market. */
  readonly triggerPx: number;
  /** Of a trailing one: the best price since it was placed, as it was written down last; 0 for others. */
  readonly bestPx: number;
}

/** Where an order stood when this was noted: stale once it has another trigger, or none. */
interface Entry {
  readonly order: Order;
  readonly trigger: ArmedTrigger;
}

const isStale = ({ order, trigger }: Entry): boolean => order.trigger !== trigger || isClosed(order.state);

/** Stale entries wait until they are reached, but no more of them than there are orders, and these. */
const SPARE_ENTRIES = 64;
/** A trailing trigger follows in steps of its distance by this: each step is a record in the journal. */
const STEPS = 20;

/** How far a market has to move before a trailing trigger follows, units. */
export function trailStep({ instrument, state }: Order): number {
  const { tickSize } = instrument;
  const part = Math.ceil(state.instructions.trailBy / STEPS);
  return Math.max(tickSize, Math.ceil(part / tickSize) * tickSize);
}

class Side {
  /** By trigger, the one that is reached first in front. */
  readonly triggers: Heap<Entry>;
  /** Trailing ones by the price at which they follow next. */
  readonly trails: Heap<Entry>;
  /** +1 for sales, whose trigger lies below the market. */
  readonly sign: 1 | -1;
  private count = 0;

  constructor(sign: 1 | -1) {
    this.sign = sign;
    this.triggers = new Heap<Entry>((a, b) => sign * (a.trigger.triggerPx - b.trigger.triggerPx) > 0);
    this.trails = new Heap<Entry>((a, b) => this.followsAt(a) < this.followsAt(b));
  }

  /** Compared with `sign * market`: from there on a trailing trigger moves. */
  followsAt({ order, trigger }: Entry): number {
    return trigger.bestPx === 0 ? -Infinity : this.sign * trigger.bestPx + trailStep(order);
  }

  add(order: Order, trigger: ArmedTrigger, isNew: boolean): void {
    if (isNew) this.count++;
    const entry = { order, trigger };
    if (trigger.triggerPx > 0) this.triggers.push(entry);
    if (order.state.type === 'TRAILING_STOP') this.trails.push(entry);
    for (const heap of [this.triggers, this.trails])
      if (heap.size > 2 * this.count + SPARE_ENTRIES) heap.filter((one) => !isStale(one));
  }

  drop(): void {
    this.count--;
  }

  /** The order whose trigger the price has reached, if any. */
  reached(price: number): Order | undefined {
    const top = first(this.triggers);
    return top !== undefined && this.sign * (price - top.trigger.triggerPx) <= 0 ? top.order : undefined;
  }

  /** Takes the order that is reached out of the way, so that the ones behind it are seen. */
  setAside(): void {
    this.triggers.pop();
  }

  putBack(order: Order): void {
    if (order.trigger !== undefined) this.triggers.push({ order, trigger: order.trigger });
  }

  /** The trailing order that the price takes along, if any. */
  trailing(price: number): Order | undefined {
    const top = first(this.trails);
    return top !== undefined && this.followsAt(top) <= this.sign * price ? top.order : undefined;
  }
}

function first(heap: Heap<Entry>): Entry | undefined {
  for (let top = heap.peek(); top !== undefined; top = heap.peek()) {
    if (!isStale(top)) return top;
    heap.pop();
  }
  return undefined;
}

/** Armed orders of one instrument. */
export class TriggerBook {
  readonly instrument: Instrument;
  readonly buys = new Side(-1);
  readonly sells = new Side(1);

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  side(order: Order): Side {
    return order.state.side === 'BUY' ? this.buys : this.sells;
  }
}

/** Stops that the OMS holds, by instrument. Built up by records; which are to be looked at is volatile. */
export class TriggerBooks {
  private readonly books = new Map<string, TriggerBook>();
  /** Books that something is due in. */
  readonly due = new Set<TriggerBook>();

  find(instrumentKey: string): TriggerBook | undefined {
    return this.books.get(instrumentKey);
  }

  /** Sets what an order waits for. */
  set(order: Order, trigger: ArmedTrigger): void {
    const { instrument } = order;
    let book = this.books.get(instrument.key);
    if (book === undefined) this.books.set(instrument.key, (book = new TriggerBook(instrument)));
    const isNew = order.trigger === undefined;
    order.trigger = trigger;
    book.side(order).add(order, trigger, isNew);
    this.due.add(book);
  }

  /** Its market is to be looked at. */
  touch({ instrument }: Order): void {
    const book = this.books.get(instrument.key);
    if (book !== undefined) this.due.add(book);
  }

  /** Takes back orders whose triggers came with a snapshot. */
  restore(orders: Iterable<Order>): void {
    for (const order of orders) {
      const { trigger } = order;
      if (trigger === undefined) continue;
      order.trigger = undefined;
      this.set(order, trigger);
    }
  }

  /** The order waits no more. */
  remove(order: Order): void {
    if (order.trigger === undefined) return;
    order.trigger = undefined;
    this.books.get(order.instrument.key)?.side(order).drop();
  }
}
