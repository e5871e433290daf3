import type { BookLevel } from '../market-data.js';
import type { BookSideView, LevelVisitor } from './book-view.js';

/** Bound on the levels of one side; a feed that goes beyond it is broken, not deep. */
export const MAX_BOOK_LEVELS = 65_536;

/** Updates fall mostly among the best levels: these are looked through before searching by halves. */
const LINEAR_LEVELS = 8;

/**
 * One side of an aggregated book: price levels in typed arrays, worst first, so that changes near the best price move few
 * entries. Prices and quantities are integers of the instrument.
 */
export class BookSide implements BookSideView {
  /** Prices for bids, negated prices for asks: ascending in both cases, the best last. */
  private keys = new Float64Array(64);
  private quantities = new Float64Array(64);
  private count = 0;
  private readonly sign: 1 | -1;

  constructor(side: 'bid' | 'ask') {
    this.sign = side === 'bid' ? 1 : -1;
  }

  get size(): number {
    return this.count;
  }

  /** Best price, 0 when the side is empty. */
  get bestPrice(): number {
    return this.count === 0 ? 0 : this.sign * this.keys[this.count - 1];
  }

  /** Quantity at the best price, 0 when the side is empty. */
  get bestQuantity(): number {
    return this.count === 0 ? 0 : this.quantities[this.count - 1];
  }

  /** Price of the level `depth` places from the best (0 = best); 0 beyond the last. */
  priceAt(depth: number): number {
    return depth < this.count ? this.sign * this.keys[this.count - 1 - depth] : 0;
  }

  quantityAt(depth: number): number {
    return depth < this.count ? this.quantities[this.count - 1 - depth] : 0;
  }

  /** Quantity resting at exactly `price`. */
  quantityOf(price: number): number {
    const key = this.sign * price;
    const at = this.lowerBound(key);
    return at < this.count && this.keys[at] === key ? this.quantities[at] : 0;
  }

  /** Sets the quantity at a price; 0 removes the level. False when the bound on levels is reached: nothing was changed. */
  set(price: number, quantity: number): boolean {
    const key = this.sign * price;
    const at = this.lowerBound(key);
    if (at < this.count && this.keys[at] === key) {
      if (quantity > 0) this.quantities[at] = quantity;
      else this.removeAt(at);
      return true;
    }
    return quantity <= 0 || this.insertAt(at, key, quantity);
  }

  clear(): void {
    this.count = 0;
  }

  walk(depth: number, each: LevelVisitor): void {
    const end = Math.max(0, this.count - depth);
    for (let i = this.count - 1; i >= end; i--)
      if (each(this.sign * this.keys[i], this.quantities[i]) === false) return;
  }

  /** The best `depth` levels as pairs, best first. */
  levels(depth: number): BookLevel[] {
    const result: BookLevel[] = [];
    const end = Math.min(depth, this.count);
    for (let i = 0; i < end; i++) result.push([this.priceAt(i), this.quantityAt(i)]);
    return result;
  }

  /** Index of the first key >= `key`. */
  private lowerBound(key: number): number {
    const keys = this.keys;
    let high = this.count;
    const stop = Math.max(0, high - LINEAR_LEVELS);
    while (high > stop) {
      if (keys[high - 1] < key) return high;
      high--;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertAt(at: number, key: number, quantity: number): boolean {
    if (this.count === this.keys.length && !this.grow()) return false;
    if (at < this.count) {
      this.keys.copyWithin(at + 1, at, this.count);
      this.quantities.copyWithin(at + 1, at, this.count);
    }
    this.keys[at] = key;
    this.quantities[at] = quantity;
    this.count++;
    return true;
  }

  private removeAt(at: number): void {
    this.count--;
    if (at === this.count) return;
    this.keys.copyWithin(at, at + 1, this.count + 1);
    this.quantities.copyWithin(at, at + 1, this.count + 1);
  }

  private grow(): boolean {
    const capacity = this.keys.length * 2;
    if (capacity > MAX_BOOK_LEVELS) return false;
    const keys = new Float64Array(capacity);
    const quantities = new Float64Array(capacity);
    keys.set(this.keys);
    quantities.set(this.quantities);
    this.keys = keys;
    this.quantities = quantities;
    return true;
  }
}
