import type { Instrument, Side } from '@bourseworks/domain';
import { OwnSide } from './own-side.js';

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

/** The own books of every owner. As many as (owner, adapter, instrument) that ever had an order: bounded by these. */
export class OwnBooks {
  private readonly books = new Map<string, Map<string, Map<string, OwnBook>>>();

  find(owner: string, adapter: string, instrument: Instrument): OwnBook | undefined {
    return this.books.get(owner)?.get(adapter)?.get(instrument.key);
  }

  of(owner: string, adapter: string, instrument: Instrument): OwnBook {
    let adapters = this.books.get(owner);
    if (adapters === undefined) this.books.set(owner, (adapters = new Map()));
    let instruments = adapters.get(adapter);
    if (instruments === undefined) adapters.set(adapter, (instruments = new Map()));
    let book = instruments.get(instrument.key);
    if (book === undefined) instruments.set(instrument.key, (book = new OwnBook()));
    return book;
  }
}
