import type { BookLevel, Instrument, MarketDataEvent } from '@bourseworks/domain';
import type { Row } from './text-book.js';
import { unitsOf } from './units.js';

type Side = Map<number, number>;

interface Shown {
  readonly bids: Iterable<Row>;
  readonly asks: Iterable<Row>;
}

/** The book that a subscriber makes of what it is told. */
export class BookCheck {
  private bids: Side = new Map();
  private asks: Side = new Map();
  private sequence = -1;

  constructor(private readonly instrument: Instrument) {}

  get standing(): string {
    return `${this.bids.size} and ${this.asks.size} levels`;
  }

  /** What is wrong with the event. */
  take(event: MarketDataEvent): string | undefined {
    if (event.kind !== 'book-snapshot' && event.kind !== 'book-delta') return `a ${event.kind} of a book`;
    const { sequence, bids, asks } = this;
    this.sequence = event.venueSequence;
    if (event.kind === 'book-snapshot') {
      [this.bids, this.asks] = [new Map(event.bids), new Map(event.asks)];
      return event.venueSequence > sequence ? undefined : `snapshot ${event.venueSequence} after ${sequence}`;
    }
    set(bids, event.bids);
    set(asks, event.asks);
    return event.venueSequence === sequence + 1 ? undefined : `change ${event.venueSequence} after ${sequence}`;
  }

  /** Whether it is the book that the venue shows, level by level. */
  equals({ bids, asks }: Shown): boolean {
    return this.same(this.bids, [...bids]) && this.same(this.asks, [...asks]);
  }

  private same(side: Side, rows: readonly Row[]): boolean {
    const { priceScale, qtyScale } = this.instrument;
    return (
      side.size === rows.length &&
      rows.every(([price, quantity]) => side.get(unitsOf(price, priceScale)) === unitsOf(quantity, qtyScale))
    );
  }
}

function set(side: Side, levels: readonly BookLevel[]): void {
  for (const [price, quantity] of levels) {
    if (quantity > 0) side.set(price, quantity);
    else side.delete(price);
  }
}
