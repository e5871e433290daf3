import { OrderBook, type BookDelta, type BookSnapshot, type Instrument } from '@bourseworks/domain';

/** Best prices of a book, units of the instrument; 0 = this side is empty. */
export interface BookTop {
  readonly bid: number;
  readonly ask: number;
}

/** Best prices of every instrument whose book is published: a delta tells them only together with what came before. */
export class BookTops {
  private readonly books = new Map<string, OrderBook>();

  /**
   * The best prices with this event; undefined while they are not known: before a snapshot, in a gap (an empty book tells of
   * one too), while crossed.
   */
  after({ key }: Instrument, event: BookSnapshot | BookDelta): BookTop | undefined {
    let book = this.books.get(key);
    if (book === undefined) this.books.set(key, (book = new OrderBook()));
    if (event.kind === 'book-snapshot') book.applySnapshot(event);
    else if (book.applyDelta(event) !== 'applied') return undefined;
    const { state, crossed, bids, asks } = book;
    if (state !== 'LIVE' || crossed || bids.size + asks.size === 0) return undefined;
    return { bid: bids.bestPrice, ask: asks.bestPrice };
  }
}
