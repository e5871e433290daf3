import {
  OrderBook,
  type BookDelta,
  type BookLevel,
  type BookSide,
  type BookSnapshot,
  type Quote,
  type Side,
} from '@bourseworks/domain';

/** What an order can have at one price. */
export interface Offer {
  readonly price: number;
  readonly quantity: number;
}

/**
 * The book of one instrument as the recording shows it, less what our own orders have taken. A fill does not change the
 * recording, so the same level would be offered again with every event: what was taken from a level stays taken until the
 * recording states that level anew.
 */
export class ShownBook {
  private readonly book = new OrderBook();
  /** Quantity taken by price: of the asks by buyers, of the bids by sellers. Levels that are shown only, so as bounded as the book. */
  private readonly taken = { BUY: new Map<number, number>(), SELL: new Map<number, number>() };

  constructor(
    /** Fills are whole lots, though a level may hold a part of one: what is left of an order could not be traded. */
    private readonly lotSize: number,
  ) {}

  /**
   * False before the first snapshot, in a gap (an empty snapshot tells of one too), and while the book is crossed: nobody can
   * say what could have been had.
   */
  get known(): boolean {
    const { bids, asks, state, crossed } = this.book;
    return state === 'LIVE' && !crossed && bids.size + asks.size > 0;
  }

  /** False when the event says nothing new of the book: a delta that it has, or one that it cannot use. */
  apply(event: BookSnapshot | BookDelta): boolean {
    if (event.kind === 'book-snapshot') {
      this.taken.BUY.clear();
      this.taken.SELL.clear();
      this.book.applySnapshot(event);
      return true;
    }
    if (this.book.applyDelta(event) !== 'applied') return false;
    for (const [price] of event.asks) this.taken.BUY.delete(price);
    for (const [price] of event.bids) this.taken.SELL.delete(price);
    return true;
  }

  /** A quote is a book of one level a side. It states both sides, but says something new only of the one that changed. */
  applyQuote({ us, ns, bidPrice, bidQuantity, askPrice, askQuantity }: Quote): void {
    const { bids, asks } = this.book;
    if (asks.bestPrice !== askPrice || asks.bestQuantity !== askQuantity) this.taken.BUY.clear();
    if (bids.bestPrice !== bidPrice || bids.bestQuantity !== bidQuantity) this.taken.SELL.clear();
    const side = (price: number, quantity: number): BookLevel[] => (quantity > 0 ? [[price, quantity]] : []);
    this.book.applySnapshot({
      kind: 'book-snapshot',
      us,
      ns,
      venueSequence: 0,
      bids: side(bidPrice, bidQuantity),
      asks: side(askPrice, askQuantity),
    });
  }

  /** What an order could have now, best price first, up to `quantity` and no worse than `limit` (undefined = any price). */
  offers(side: Side, limit: number | undefined, quantity: number): Offer[] {
    const offers: Offer[] = [];
    if (!this.known) return offers;
    const levels: BookSide = side === 'BUY' ? this.book.asks : this.book.bids;
    let left = quantity;
    for (let depth = 0; left > 0 && depth < levels.size; depth++) {
      const price = levels.priceAt(depth);
      if (limit !== undefined && (side === 'BUY' ? price > limit : price < limit)) break;
      const shown = levels.quantityAt(depth) - (this.taken[side].get(price) ?? 0);
      const had = Math.min(left, shown - (shown % this.lotSize));
      if (had <= 0) continue;
      offers.push({ price, quantity: had });
      left -= had;
    }
    return offers;
  }

  /** An offer was taken: it is not made again. */
  take(side: Side, { price, quantity }: Offer): void {
    const taken = this.taken[side];
    taken.set(price, (taken.get(price) ?? 0) + quantity);
  }
}
