import type { Instrument } from '../instrument.js';
import { knownUs, type BookDelta, type BookSnapshot, type StreamState } from '../market-data.js';
import { DomainError } from '../result.js';
import type { BookSideView } from './book-view.js';
import { OrderBook, type DeltaOutcome } from './order-book.js';

/**
 * Why a venue is left out. `empty`: no book yet; `gap`: something is missing in it; `stale`: nothing was heard of it for too
 * long; `crossed`: its own bid is above its own ask, so that it is wrong; `inexact`: its best price or quantity does not fit the
 * common scale; other states are those that its feed tells of itself.
 */
export type VenueOut = 'empty' | 'gap' | 'stale' | 'crossed' | 'inexact' | 'resyncing' | 'halted' | 'ended';

/** Best price of one side over all venues that are in. */
export interface ConsolidatedSide {
  /** Price units at ConsolidatedBook.priceScale. */
  readonly price: number;
  /** Sum over the venues at this price, in units at ConsolidatedBook.qtyScale; Infinity beyond the exact integers. */
  readonly quantity: number;
  /** The venues at this price with their quantities, in the order in which the book was given them. */
  readonly venues: readonly { readonly venue: string; readonly quantity: number }[];
}

export interface ConsolidatedTop {
  /** Undefined: no venue that is in has one. */
  readonly bid: ConsolidatedSide | undefined;
  readonly ask: ConsolidatedSide | undefined;
  /** One venue's bid is above another's ask. */
  readonly crossed: boolean;
  /** One venue's bid is at another's ask. */
  readonly locked: boolean;
  readonly out: readonly { readonly venue: string; readonly reason: VenueOut }[];
}

/** Which states of a feed leave its venue out. */
const OUT_STATES: Readonly<Partial<Record<StreamState, VenueOut>>> = {
  STALE: 'stale',
  GAP_START: 'gap',
  GAP_END: 'gap',
  RESYNCING: 'resyncing',
  HALTED: 'halted',
  ENDED: 'ended',
};

/**
 * Best bid and offer of one thing over several venues. Prices and quantities of all are brought to the finest scales among
 * them, exactly. A venue whose book is not known to be right and recent drops out, and the others go on without it.
 */
export class ConsolidatedBook {
  /** Decimals of prices here. */
  readonly priceScale: number;
  /** Decimals of quantities here. */
  readonly qtyScale: number;
  private readonly venues = new Map<string, VenueBook>();

  /**
   * `instruments`: the same thing at different venues, of one currency and multiplier. `staleUs`: how many microseconds a venue
   * may be silent. Throws INSTRUMENT_INVALID, and NUMBER_RANGE for staleUs.
   */
  constructor(
    instruments: readonly Instrument[],
    private readonly staleUs: number,
  ) {
    checkInstruments(instruments);
    if (!Number.isSafeInteger(staleUs) || staleUs <= 0)
      throw new DomainError({ code: 'NUMBER_RANGE', message: 'staleUs is a positive integer', details: { staleUs } });
    this.priceScale = Math.max(...instruments.map(({ priceScale }) => priceScale));
    this.qtyScale = Math.max(...instruments.map(({ qtyScale }) => qtyScale));
    for (const { venue, priceScale, qtyScale } of instruments)
      this.venues.set(venue, new VenueBook(10 ** (this.priceScale - priceScale), 10 ** (this.qtyScale - qtyScale)));
  }

  /** A venue's book or a change of it, in units of its own instrument. Throws VENUE_UNKNOWN. */
  apply(venue: string, event: BookSnapshot | BookDelta): DeltaOutcome {
    const book = this.of(venue);
    book.heard(knownUs(event));
    if (event.kind === 'book-delta') return book.book.applyDelta(event);
    book.book.applySnapshot(event);
    return 'applied';
  }

  /** A venue was heard without a change of its book, as by a heartbeat. Throws VENUE_UNKNOWN. */
  heard(venue: string, us: number): void {
    this.of(venue).heard(us);
  }

  /** What a venue's feed tells of itself. Throws VENUE_UNKNOWN. */
  state(venue: string, state: StreamState): void {
    this.of(venue).state = state;
  }

  /** Best prices at `us`, in the time of knownUs. */
  top(us: number): ConsolidatedTop {
    const out: { venue: string; reason: VenueOut }[] = [];
    const bids = new Best(1);
    const asks = new Best(-1);
    for (const [venue, book] of this.venues) {
      const reason = book.out(us - this.staleUs);
      if (reason !== undefined) {
        out.push({ venue, reason });
        continue;
      }
      bids.add(venue, book.price(book.book.bids), book.quantity(book.book.bids));
      asks.add(venue, book.price(book.book.asks), book.quantity(book.book.asks));
    }
    const { side: bid } = bids;
    const { side: ask } = asks;
    const both = bid !== undefined && ask !== undefined;
    return { bid, ask, crossed: both && bid.price > ask.price, locked: both && bid.price === ask.price, out };
  }

  private of(venue: string): VenueBook {
    const book = this.venues.get(venue);
    if (book !== undefined) return book;
    throw new DomainError({
      code: 'VENUE_UNKNOWN',
      message: `the consolidated book has no venue ${venue}`,
      details: { venue, venues: [...this.venues.keys()].join(', ') },
    });
  }
}

function checkInstruments(instruments: readonly Instrument[]): void {
  const venues = new Set(instruments.map(({ venue }) => venue));
  const invalid = (message: string): DomainError =>
    new DomainError({
      code: 'INSTRUMENT_INVALID',
      message,
      details: { instruments: instruments.map(({ key }) => key).join(', ') },
    });
  if (instruments.length === 0) throw invalid('a consolidated book has at least one venue');
  if (venues.size < instruments.length) throw invalid('a venue stands twice in the consolidated book');
  const [{ currency, multiplier }] = instruments;
  if (instruments.some((other) => other.currency !== currency || other.multiplier !== multiplier))
    throw invalid('currencies or multipliers in the consolidated book differ');
}

/** What is known of one venue. */
class VenueBook {
  readonly book = new OrderBook();
  state: StreamState = 'LIVE';
  private heardUs = -Infinity;

  /** Units here in one unit of the venue. */
  constructor(
    private readonly priceFactor: number,
    private readonly qtyFactor: number,
  ) {}

  heard(us: number): void {
    if (us > this.heardUs) this.heardUs = us;
  }

  price(side: BookSideView): number {
    return side.bestPrice * this.priceFactor;
  }

  quantity(side: BookSideView): number {
    return side.bestQuantity * this.qtyFactor;
  }

  out(staleBeforeUs: number): VenueOut | undefined {
    const { book } = this;
    if (this.state !== 'LIVE') return OUT_STATES[this.state];
    if (book.state !== 'LIVE') return book.state === 'GAP' ? 'gap' : 'empty';
    if (this.heardUs < staleBeforeUs) return 'stale';
    if (book.crossed) return 'crossed';
    const exact = [book.bids, book.asks].every(
      (side) => Number.isSafeInteger(this.price(side)) && Number.isSafeInteger(this.quantity(side)),
    );
    return exact ? undefined : 'inexact';
  }
}

/** Gathers the best price of one side; `sign` 1: the highest is best, -1: the lowest. */
class Best {
  private price = 0;
  private venues: { venue: string; quantity: number }[] = [];

  constructor(private readonly sign: 1 | -1) {}

  add(venue: string, price: number, quantity: number): void {
    if (quantity === 0) return;
    const better = (price - this.price) * this.sign;
    if (this.venues.length === 0 || better > 0) {
      this.price = price;
      this.venues = [];
    } else if (better < 0) return;
    this.venues.push({ venue, quantity });
  }

  get side(): ConsolidatedSide | undefined {
    const { price, venues } = this;
    if (venues.length === 0) return undefined;
    const sum = venues.reduce((total, { quantity }) => total + quantity, 0);
    return { price, quantity: Number.isSafeInteger(sum) ? sum : Infinity, venues };
  }
}
