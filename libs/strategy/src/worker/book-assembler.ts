import type { BookDelta, BookLevel, BookSnapshot } from '@bourseworks/domain';
import { BookFlag, BookSide, type BookDeltaRecord } from '@bourseworks/ring';

interface Partial {
  snapshot: boolean;
  bids: BookLevel[];
  asks: BookLevel[];
}

/** Puts the levels of one update together again: the ring carries one record a level. */
export class BookAssembler {
  private readonly partial = new Map<number, Partial>();

  /** The whole update once its last level is in. A price of 0 stands for an update without levels. */
  add(record: Readonly<BookDeltaRecord>): BookSnapshot | BookDelta | undefined {
    let update = this.partial.get(record.instrument);
    if (update === undefined || (record.flags & BookFlag.snapshotStart) !== 0) {
      update = { snapshot: (record.flags & BookFlag.snapshotStart) !== 0, bids: [], asks: [] };
      this.partial.set(record.instrument, update);
    }
    if (record.price !== 0)
      (record.side === BookSide.bid ? update.bids : update.asks).push([record.price, record.quantity]);
    if ((record.flags & BookFlag.updateEnd) === 0) return undefined;
    this.partial.delete(record.instrument);
    const { us, ns, seq: venueSequence } = record;
    return {
      kind: update.snapshot ? 'book-snapshot' : 'book-delta',
      us,
      ns,
      venueSequence,
      bids: update.bids,
      asks: update.asks,
    };
  }
}
