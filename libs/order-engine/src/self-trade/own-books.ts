import type { Instrument, Side } from '@bourseworks/domain';
import type { Order } from '../order.js';
import { OwnSide, type SideImage } from './own-side.js';

/** Own open orders in one instrument at one adapter, of all accounts of an owner. */
export class OwnBook {
  readonly buys = new OwnSide();
  readonly sells = new OwnSide();

  side(side: Side): OwnSide {
    return side === 'BUY' ? this.buys : this.sells;
  }

  opposite(side: Side): OwnSide {
    return side === 'BUY' ? this.sells : this.buys;
  }
}

/** Plain data of a book, by what it is found. */
export interface BookImage {
  readonly owner: string;
  readonly adapter: string;
  readonly instrument: string;
  readonly buys: SideImage;
  readonly sells: SideImage;
}

/** The own books of every owner. As many as (owner, adapter, instrument) that ever had an order: bounded by these. */
export class OwnBooks {
  private readonly books = new Map<string, Map<string, Map<string, OwnBook>>>();

  find(owner: string, adapter: string, instrument: Instrument): OwnBook | undefined {
    return this.books.get(owner)?.get(adapter)?.get(instrument.key);
  }

  /** Every book with where it is found. */
  *all(): Generator<readonly [book: OwnBook, owner: string, adapter: string, instrument: string]> {
    for (const [owner, adapters] of this.books)
      for (const [adapter, instruments] of adapters)
        for (const [instrument, book] of instruments) yield [book, owner, adapter, instrument];
  }

  image(): BookImage[] {
    return [...this.all()].map(([book, owner, adapter, instrument]) => ({
      owner,
      adapter,
      instrument,
      buys: book.buys.image(),
      sells: book.sells.image(),
    }));
  }

  restore(books: readonly BookImage[], find: (clOrdId: string) => Order): void {
    for (const { owner, adapter, instrument, buys, sells } of books) {
      const book = this.of(owner, adapter, { key: instrument });
      book.buys.restore(buys, find);
      book.sells.restore(sells, find);
    }
  }

  of(owner: string, adapter: string, instrument: Pick<Instrument, 'key'>): OwnBook {
    let adapters = this.books.get(owner);
    if (adapters === undefined) this.books.set(owner, (adapters = new Map()));
    let instruments = adapters.get(adapter);
    if (instruments === undefined) adapters.set(adapter, (instruments = new Map()));
    let book = instruments.get(instrument.key);
    if (book === undefined) instruments.set(instrument.key, (book = new OwnBook()));
    return book;
  }
}
