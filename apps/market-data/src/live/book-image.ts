import type { BookDelta, BookLevel, BookSnapshot } from '@bourseworks/domain';

/** Levels a side may have; a feed beyond it is kept from eating the memory by forgetting the worst ones. */
const MAX_LEVELS = 10_000;

/** The book of one stream as its snapshots and deltas left it. */
export class BookImage {
  private readonly bids = new Map<number, number>();
  private readonly asks = new Map<number, number>();
  private last: BookSnapshot | BookDelta | undefined;

  apply(event: BookSnapshot | BookDelta): void {
    if (event.kind === 'book-snapshot') {
      this.bids.clear();
      this.asks.clear();
    } else if (this.last === undefined) {
      // A delta before the first snapshot changes a book that nobody has seen.
      return;
    }
    this.last = event;
    change(this.bids, event.bids);
    change(this.asks, event.asks);
    prune(this.bids, descending);
    prune(this.asks, ascending);
  }

  /** Undefined before the first snapshot. */
  snapshot(): BookSnapshot | undefined {
    if (this.last === undefined) return undefined;
    const { us, ns, venueSequence } = this.last;
    return {
      kind: 'book-snapshot',
      us,
      ns,
      venueSequence,
      bids: [...this.bids].sort(descending),
      asks: [...this.asks].sort(ascending),
    };
  }
}

const ascending = (a: BookLevel, b: BookLevel): number => a[0] - b[0];
const descending = (a: BookLevel, b: BookLevel): number => b[0] - a[0];

function change(side: Map<number, number>, levels: readonly BookLevel[]): void {
  for (const [price, quantity] of levels) {
    if (quantity === 0) side.delete(price);
    else side.set(price, quantity);
  }
}

function prune(side: Map<number, number>, order: (a: BookLevel, b: BookLevel) => number): void {
  if (side.size <= MAX_LEVELS) return;
  for (const [price] of [...side].sort(order).slice(MAX_LEVELS / 2)) side.delete(price);
}
