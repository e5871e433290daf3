import type { Instrument, OrderTerms } from '@bourseworks/domain';
import { isOpen } from '../mapper/order.mapper.js';
import { fields } from '../parse/fields.js';
import type { VenueOrder } from '../parse/order.parse.js';
import type { Revocable } from '../session/revocable.js';

/** One of Alpaca's orders within a chain. Units of the instrument. */
export interface Leg {
  readonly id: string;
  readonly clientOrderId: string;
  readonly quantity: number;
  cumQty: number;
  open: boolean;
  /** The replace that made it has taken effect, or it is the first. */
  inForce: boolean;
  order: VenueOrder;
}

/** A replace that is on its way. */
export interface ReplaceInFlight {
  readonly replaceId: string;
  /** The id under which the order was to be replaced. */
  readonly origClOrdId: string;
  readonly terms: OrderTerms;
  /** What the new order is for, without what was filled before it. */
  readonly quantity: number;
  /** The OMS was told, as an answer, that the order is as before: it does not wait for the outcome any more. */
  told: boolean;
  /** It was reported as unknown: news of it may come, or never. */
  doubtful: boolean;
}

/** A replace that waits for its turn. */
export interface QueuedReplace {
  readonly replaceId: string;
  readonly origClOrdId: string;
  readonly revocable: Revocable;
}

/** A cancel that was sent. */
export interface CancelInFlight {
  readonly cancelId: string;
  /** The id under which the order was to be cancelled. */
  readonly origClOrdId: string;
  /** Alpaca has taken it: the end of the order is its doing, not that of a later one. */
  taken: boolean;
}

/** Orders that one order of ours may be at Alpaca, one after the other. Each replace adds one. */
export const MAX_LEGS = 1_000;

/**
 * One order of ours and what it is at Alpaca: there a replace makes a new order, under a new id, whose quantity and fills
 * count from zero. What is filled of our order is the sum over the chain.
 */
export class OrderChain {
  /** Oldest first. */
  readonly legs: Leg[] = [];
  /** Ids under which orders of it were sent, or may appear. */
  readonly clientIds = new Set<string>();
  /** Commands of ours are about it: what is wrong with it must not be passed over. */
  ours = false;
  /** Known from the first order on, so that sums over it are those of our order. */
  complete = false;
  replacing: ReplaceInFlight | undefined;
  /** Replaces that were asked for and are not done with; the OMS bounds them. */
  readonly queued = new Set<QueuedReplace>();
  cancelling: CancelInFlight | undefined;
  /** The stream has spoken of it: what an answer says of its state is older news. */
  heard = false;
  /** A day order is over after this; Alpaca may say so once more. */
  doneForDay = false;
  /** Commands are sent one after the other: a cancel must not overtake the order that it is for. */
  work: Promise<void> = Promise.resolve();
  private readonly settling = new Set<() => void>();

  constructor(
    /** The id under which the chain was first met. */
    readonly key: string,
    readonly instrument: Instrument,
  ) {}

  /** The id that our order was sent with, as far as is known. */
  get clOrdId(): string {
    return this.complete ? this.legs[0].clientOrderId : this.key;
  }

  get open(): boolean {
    return this.legs.length === 0 || this.legs.some((leg) => leg.open);
  }

  /** The order that is in force now; undefined while none is known. */
  get active(): Leg | undefined {
    return this.legs.findLast((leg) => leg.inForce);
  }

  leg(id: string): Leg | undefined {
    return this.legs.find((leg) => leg.id === id);
  }

  /** Takes in what an order is now, from an answer or the stream. Both may be late: sums only grow, ends are final. */
  see(order: VenueOrder): Leg {
    const cumQty = fields.unitsOf(order.filledQuantity, this.instrument.qtyScale);
    const known = this.leg(order.id);
    if (known !== undefined) {
      known.cumQty = Math.max(known.cumQty, cumQty);
      known.open = known.open && isOpen(order);
      known.inForce ||= this.tookEffect(order);
      known.order = order;
      return known;
    }
    const quantity = order.quantity === undefined ? cumQty : fields.unitsOf(order.quantity, this.instrument.qtyScale);
    if (this.legs.length >= MAX_LEGS) throw fields.badData(`an order that was replaced more than ${MAX_LEGS} times`);
    const leg = { id: order.id, clientOrderId: order.clientOrderId, quantity, cumQty, open: isOpen(order), order };
    const next = this.legs.findIndex((other) => other.order.replaces === order.id);
    const placed: Leg = { ...leg, inForce: next >= 0 || this.tookEffect(order) };
    this.legs.splice(next < 0 ? this.legs.length : next, 0, placed);
    if (order.replaces === undefined) this.complete = true;
    return placed;
  }

  /** A replacement is in force once the order before it is replaced; one of which nothing before is known, is too. */
  private tookEffect({ id, replaces }: VenueOrder): boolean {
    if (replaces === undefined || this.legs.length === 0) return true;
    return this.legs.some(({ order }) => order.status === 'replaced' && order.replacedBy === id);
  }

  /**
   * An answer shows an order that was replaced: what took its place is in force, though the stream may never say so, or
   * say so only later. (What the stream says is reported, see `settle`.)
   */
  followed({ status, replacedBy }: VenueOrder): void {
    const next = status === 'replaced' && replacedBy !== undefined ? this.leg(replacedBy) : undefined;
    if (next !== undefined) next.inForce = true;
  }

  /** Filled by the orders before `leg`; undefined when not all of them are known. */
  cumBefore(leg: Leg): number | undefined {
    if (!this.complete) return undefined;
    let sum = 0;
    for (const other of this.legs) {
      if (other === leg) return sum;
      sum += other.cumQty;
    }
    return sum;
  }

  /** Filled in whole; undefined when not all orders are known. */
  get cumQty(): number | undefined {
    return this.complete ? this.legs.reduce((sum, leg) => sum + leg.cumQty, 0) : undefined;
  }

  /** Takes back the replaces of which nothing is under way, as the order is to be cancelled; returns them. */
  dropQueued(): readonly QueuedReplace[] {
    const dropped = [...this.queued].filter(({ revocable }) => revocable.revoke());
    for (const { replaceId } of dropped) if (this.replacing?.replaceId === replaceId) this.settled();
    return dropped;
  }

  /** What became of a command cannot be known: a cancel does not wait for it, if it was a replace. */
  doubt(id: string): void {
    if (this.replacing?.replaceId === id) this.replacing.doubtful = true;
  }

  /** Whoever waits for the replace that is on its way may go on. */
  settled(): void {
    this.replacing = undefined;
    for (const go of this.settling) go();
  }

  /** A replace is on its way of which news is to come: answers have not shown that it is done. */
  private get awaitsReplace(): boolean {
    const { replacing } = this;
    if (replacing === undefined) return false;
    return !this.legs.some(({ clientOrderId, inForce }) => inForce && clientOrderId === replacing.replaceId);
  }

  /** Calls back once the replace on its way is settled; at once when there is none. Returns how to stop waiting. */
  whenSettled(go: () => void): () => void {
    if (!this.awaitsReplace) {
      go();
      return () => undefined;
    }
    const once = (): void => {
      this.settling.delete(once);
      go();
    };
    this.settling.add(once);
    return () => void this.settling.delete(once);
  }
}
