import { Position, type Instrument } from '@bourseworks/domain';
import { LotLedger, type LotsImage } from '../lots/lot-ledger.js';

/** Fills kept of one position; what is older is merged into its base and cannot be taken out of the middle any more. */
export const MAX_FILLS = 4_096;

/** How a fill met the lots: first in first out, or one of its own opened or closed. */
type LotUse = 'fifo' | 'open' | 'close';

/** Plain data of a history. */
export interface FillHistoryImage {
  readonly first: number;
  readonly base: Pick<Position, 'quantity' | 'cost' | 'realized' | 'lastPx'>;
  readonly lots?: LotsImage;
  readonly quantities: readonly number[];
  readonly prices: readonly number[];
  readonly times: readonly number[];
  readonly uses: readonly LotUse[];
  readonly ids: readonly string[];
}

/** What a position, and its lots, are without, or with other, fills. */
export interface Recomputed {
  readonly position: Position;
  readonly lots: LotLedger | undefined;
}

/**
 * The latest fills of one position, and what it was before them. Average cost and the order of lots depend on every fill
 * before: a bust or correction is exact only when the position is computed anew without it. Fills are numbered from 1.
 */
export class FillHistory {
  private base: Position;
  private baseLots: LotLedger | undefined;
  private readonly bound: number;
  private head = 0;
  /** Number of the fill at `head`. */
  private first = 1;
  private quantities: number[] = [];
  private prices: number[] = [];
  /** Of accounts that keep lots; else empty. */
  private times: number[] = [];
  private uses: LotUse[] = [];
  private ids: string[] = [];

  /** Begins with the position as it is. */
  constructor(position: Position, lots: LotLedger | undefined, bound = MAX_FILLS) {
    this.base = copyOf(position);
    this.baseLots = lots?.copy();
    this.bound = bound;
  }

  get size(): number {
    return this.quantities.length - this.head;
  }

  /** Number of the latest fill. */
  get last(): number {
    return this.first + this.size - 1;
  }

  /** Keeps a fill; returns its number. */
  add(signedQty: number, price: number, us: number, use: LotUse = 'fifo', lotId = ''): number {
    if (this.size >= this.bound) this.merge();
    this.quantities.push(signedQty);
    this.prices.push(price);
    if (this.baseLots !== undefined) {
      this.times.push(us);
      this.uses.push(use);
      this.ids.push(lotId);
    }
    return this.last;
  }

  /** Begins anew with the position as it is: a split changed what the fills before were in. */
  restart(position: Position, lots: LotLedger | undefined): void {
    this.first += this.size;
    this.drop(this.quantities.length);
    this.base = copyOf(position);
    this.baseLots = lots?.copy();
  }

  /**
   * Puts another fill in the place of one, 0 units for none. Returns what the position comes to, undefined (and nothing is
   * changed) when the fill is no longer kept, or when a lot that was closed by its name would not be there.
   */
  replace(number: number, signedQty: number, price: number, instrument: Instrument): Recomputed | undefined {
    const at = this.head + number - this.first;
    const quantity = at < this.head ? undefined : this.quantities[at];
    const before = this.prices[at];
    if (quantity === undefined || before === undefined) return undefined;
    this.quantities[at] = signedQty;
    this.prices[at] = price;
    const found = this.recompute(instrument);
    if (found !== undefined) return found;
    this.quantities[at] = quantity;
    this.prices[at] = before;
    return undefined;
  }

  /** Plain data of all of it, for `restore`. */
  image(): FillHistoryImage {
    const { quantity, cost, realized, lastPx } = this.base;
    const kept = <T>(list: readonly T[]): T[] => list.slice(this.head);
    const lots = this.baseLots?.image();
    return {
      first: this.first,
      base: { quantity, cost, realized, lastPx },
      ...(lots === undefined ? {} : { lots }),
      quantities: kept(this.quantities),
      prices: kept(this.prices),
      times: kept(this.times),
      uses: kept(this.uses),
      ids: kept(this.ids),
    };
  }

  /** Of a fresh history of the same position only. */
  restore({ first, base, lots, quantities, prices, times, uses, ids }: FillHistoryImage): void {
    this.head = 0;
    this.first = first;
    this.base = new Position(this.base.instrument);
    Object.assign(this.base, base);
    this.baseLots = lots && new LotLedger(this.base.instrument);
    if (lots !== undefined) this.baseLots?.restore(lots);
    this.quantities = [...quantities];
    this.prices = [...prices];
    this.times = [...times];
    this.uses = [...uses];
    this.ids = [...ids];
  }

  /** Everything that a replay must bring back, as text. */
  fact(): string {
    const kept = this.quantities.slice(this.head).map((quantity, i) => `${quantity}@${this.prices[this.head + i]}`);
    const { quantity, cost, realized, lastPx } = this.base;
    return `${this.first} ${quantity} ${cost} ${realized} ${lastPx} ${kept.join(' ')}`;
  }

  private recompute(instrument: Instrument): Recomputed | undefined {
    const position = new Position(instrument);
    position.rebase(this.base);
    const lots = this.baseLots?.copy();
    for (let at = this.head; at < this.quantities.length; at++) if (!this.apply(at, position, lots)) return undefined;
    return { position, lots };
  }

  private apply(at: number, position: Position, lots: LotLedger | undefined): boolean {
    const quantity = this.quantities[at] ?? 0;
    const price = this.prices[at] ?? 0;
    if (quantity === 0) return true;
    position.fill(quantity, price);
    if (lots === undefined) return true;
    const us = this.times[at] ?? 0;
    const id = this.ids[at] ?? '';
    switch (this.uses[at]) {
      case 'open':
        return lots.openLot(id, quantity, price, us).ok;
      case 'close':
        return lots.closeLot(id, Math.abs(quantity), price, us).ok;
      default:
        lots.fill(quantity, price, us);
        return true;
    }
  }

  /** Makes the oldest fill part of the base. */
  private merge(): void {
    this.apply(this.head, this.base, this.baseLots);
    this.head++;
    this.first++;
    if (this.head >= this.bound) this.drop(this.head);
  }

  private drop(count: number): void {
    for (const list of [this.quantities, this.prices, this.times, this.uses, this.ids]) list.splice(0, count);
    this.head = 0;
  }
}

function copyOf(position: Position): Position {
  const copy = new Position(position.instrument);
  copy.rebase(position);
  return copy;
}
