import {
  MAX_UNITS,
  notionalMoney,
  ok,
  refuse,
  splitCost,
  type Instrument,
  type Refused,
  type Result,
  type SplitShare,
} from '@bourseworks/domain';
import type { Lot, LotClose } from './lot.js';

/** Open lots of one position; a further opening without an id joins the newest lot of its side. */
export const MAX_OPEN_LOTS = 10_000;

/** Entries of the queue that may be closed already before it is packed. */
const MAX_GAPS = 64;

class OpenLot implements Lot {
  readonly id: string;
  quantity: number;
  cost: bigint;
  readonly openedUs: number;

  constructor(id: string, quantity: number, cost: bigint, openedUs: number) {
    this.id = id;
    this.quantity = quantity;
    this.cost = cost;
    this.openedUs = openedUs;
  }
}

/** Refusal for an id that no open lot has. */
export function noLot(id: string): Refused {
  return refuse('LOT_UNKNOWN', `no lot ${id} is open`, { lot: id });
}

/** Oldest first. Closing at the front, the usual case, moves an index; closed ones in between are packed now and then. */
class LotQueue {
  private lots: OpenLot[] = [];
  private head = 0;
  size = 0;

  push(lot: OpenLot): void {
    this.lots.push(lot);
    this.size++;
  }

  /** Oldest open lot. */
  first(): OpenLot | undefined {
    while (this.head < this.lots.length && this.lots[this.head]?.quantity === 0) this.head++;
    return this.lots[this.head];
  }

  last(): OpenLot | undefined {
    while (this.lots.length > this.head && this.lots.at(-1)?.quantity === 0) this.lots.pop();
    return this.lots.length > this.head ? this.lots.at(-1) : undefined;
  }

  closed(): void {
    this.size--;
    if (this.lots.length - this.size <= this.size + MAX_GAPS) return;
    this.lots = this.lots.filter((lot) => lot.quantity !== 0);
    this.head = 0;
  }

  *open(): Generator<OpenLot> {
    for (let i = this.head; i < this.lots.length; i++) {
      const lot = this.lots[i];
      if (lot !== undefined && lot.quantity !== 0) yield lot;
    }
  }
}

/** Plain data of a lot ledger; lots as their id, quantity, cost and time. */
export interface LotsImage {
  readonly lots: readonly (readonly [id: string, quantity: number, cost: bigint, openedUs: number])[];
  readonly nextId: number;
  readonly realized: bigint;
}

/**
 * Lots of one position, long and short ones apart, so that both may be open at once (hedging). A fill without a lot closes
 * opposite lots first in, first out, then opens one (netting). The sum over lots is the netted position, always; and
 *   realized + unrealized = money from trades + market value
 * holds here as in the position with average cost: the two differ only in what they call realised already.
 */
export class LotLedger {
  private readonly instrument: Instrument;
  private readonly longs = new LotQueue();
  private readonly shorts = new LotQueue();
  private readonly byId = new Map<string, OpenLot>();
  private nextId = 1;
  /** By the lots that were closed, before fees; ledger money. */
  realized = 0n;
  /** Signed units over all lots. */
  quantity = 0;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  get size(): number {
    return this.byId.size;
  }

  /** Next id that this ledger gives: part of what a replay brings back. */
  get sequence(): number {
    return this.nextId;
  }

  /** Signed cost of all open lots. */
  get cost(): bigint {
    let sum = 0n;
    for (const lot of this.byId.values()) sum += lot.cost;
    return sum;
  }

  unrealized(mark: number): bigint {
    return notionalMoney(this.instrument, mark, this.quantity) - this.cost;
  }

  get(id: string): Lot | undefined {
    return this.byId.get(id);
  }

  /** Open lots, long ones first, each side oldest first. */
  *open(): Generator<Lot> {
    yield* this.longs.open();
    yield* this.shorts.open();
  }

  /** A fill of no lot in particular: closes first in, first out, opens what is left. */
  fill(signedQty: number, price: number, us: number, closed?: (close: LotClose) => void): void {
    const opposite = signedQty > 0 ? this.shorts : this.longs;
    let left = Math.abs(signedQty);
    for (let lot = opposite.first(); left > 0 && lot !== undefined; lot = opposite.first()) {
      const part = Math.min(left, Math.abs(lot.quantity));
      const close = this.take(lot, part, price, us);
      closed?.(close);
      left -= part;
    }
    if (left === 0) return;
    const rest = signedQty > 0 ? left : -left;
    const newest = this.side(rest).last();
    if (this.byId.size >= MAX_OPEN_LOTS && newest !== undefined) this.join(newest, rest, price);
    else this.add(this.ownId(), rest, price, us);
  }

  /** Whether a lot may be opened. Refuses LOT_QUANTITY, LOT_EXISTS, LOT_LIMIT. */
  mayOpen(id: string, signedQty: number): Result<void> {
    if (!Number.isSafeInteger(signedQty) || signedQty === 0 || Math.abs(signedQty) > MAX_UNITS)
      return refuse('LOT_QUANTITY', 'a lot needs a quantity of units', { quantity: signedQty });
    if (this.byId.has(id)) return refuse('LOT_EXISTS', `lot ${id} is open`, { lot: id });
    if (this.byId.size >= MAX_OPEN_LOTS)
      return refuse('LOT_LIMIT', 'too many open lots', { open: this.byId.size, limit: MAX_OPEN_LOTS });
    return ok(undefined);
  }

  /** Opens a lot of its own, whatever else is open. Refuses as `mayOpen`. */
  openLot(id: string, signedQty: number, price: number, us: number): Result<Lot> {
    const may = this.mayOpen(id, signedQty);
    return may.ok ? ok(this.add(id, signedQty, price, us)) : may;
  }

  /** Closes `quantity` (> 0) units of a lot. Refuses LOT_UNKNOWN, LOT_QUANTITY. */
  closeLot(id: string, quantity: number, price: number, us: number): Result<LotClose> {
    const lot = this.byId.get(id);
    if (lot === undefined) return noLot(id);
    const held = Math.abs(lot.quantity);
    if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > held)
      return refuse('LOT_QUANTITY', `lot ${id} holds ${held} units`, { lot: id, quantity, held });
    return ok(this.take(lot, quantity, price, us));
  }

  /** Replaces each lot by its share of a split, in the order of `open()`. */
  split(share: (quantity: number) => SplitShare): void {
    for (const lot of [...this.longs.open(), ...this.shorts.open()]) {
      const part = share(lot.quantity);
      const { cost, realized } = splitCost(lot.cost, lot.quantity, part);
      this.realized += realized;
      this.quantity += part.quantity - lot.quantity;
      const side = this.side(lot.quantity);
      lot.cost = cost;
      lot.quantity = part.quantity;
      if (lot.quantity === 0) this.remove(lot, side);
    }
  }

  image(): LotsImage {
    const { nextId, realized } = this;
    const lots = [...this.open()].map(({ id, quantity, cost, openedUs }) => [id, quantity, cost, openedUs] as const);
    return { lots, nextId, realized };
  }

  /** Of an empty ledger only. */
  restore({ lots, nextId, realized }: LotsImage): void {
    for (const [id, quantity, cost, openedUs] of lots) this.put(new OpenLot(id, quantity, cost, openedUs));
    this.nextId = nextId;
    this.realized = realized;
  }

  private side(quantity: number): LotQueue {
    return quantity > 0 ? this.longs : this.shorts;
  }

  /** An id that no caller's lot has. */
  private ownId(): string {
    let id = `#${this.nextId++}`;
    while (this.byId.has(id)) id = `#${this.nextId++}`;
    return id;
  }

  private add(id: string, quantity: number, price: number, us: number): OpenLot {
    return this.put(new OpenLot(id, quantity, notionalMoney(this.instrument, price, quantity), us));
  }

  private put(lot: OpenLot): OpenLot {
    this.side(lot.quantity).push(lot);
    this.byId.set(lot.id, lot);
    this.quantity += lot.quantity;
    return lot;
  }

  private join(lot: OpenLot, quantity: number, price: number): void {
    lot.quantity += quantity;
    lot.cost += notionalMoney(this.instrument, price, quantity);
    this.quantity += quantity;
  }

  private take(lot: OpenLot, part: number, price: number, us: number): LotClose {
    const held = Math.abs(lot.quantity);
    const side = this.side(lot.quantity);
    const quantity = lot.quantity > 0 ? part : -part;
    // Cut toward zero; what is cut stays with the rest of the lot.
    const cost = part === held ? lot.cost : (lot.cost * BigInt(part)) / BigInt(held);
    const proceeds = notionalMoney(this.instrument, price, quantity);
    lot.quantity -= quantity;
    lot.cost -= cost;
    this.quantity -= quantity;
    this.realized += proceeds - cost;
    if (lot.quantity === 0) this.remove(lot, side);
    const { id: lotId, openedUs } = lot;
    return { lotId, quantity, openedUs, closedUs: us, cost, proceeds, realized: proceeds - cost };
  }

  private remove(lot: OpenLot, side: LotQueue): void {
    this.byId.delete(lot.id);
    side.closed();
  }
}
