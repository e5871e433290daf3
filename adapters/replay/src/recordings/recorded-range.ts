import {
  knownUs,
  OrderBook,
  US_PER_MINUTE,
  type BookDelta,
  type BookSnapshot,
  type MarketDataEvent,
} from '@bourseworks/domain';

/** How far the clocks of venue and recorder may be apart, and how late an event may come and still be part of its range. */
export const SLACK_US = 5 * US_PER_MINUTE;

/**
 * What is in a range of venue times, [from, to), of events in the order in which they became known: bars that end by `to`; of
 * a book first what stood at the beginning of the range, if that is known.
 */
export class RecordedRange {
  private before = false;
  private after = false;
  private within = false;
  private readonly book = new OrderBook();
  private last: BookSnapshot | BookDelta | undefined;

  constructor(
    private readonly range: { readonly fromUs: number; readonly toUs: number },
    private readonly emit: (event: MarketDataEvent) => void,
  ) {}

  /** Whether the recording overlaps the range, though there may be nothing in it: it is then a quiet one. */
  get touched(): boolean {
    return this.within || (this.before && this.after);
  }

  /** False when nothing of the range can follow. */
  take(event: MarketDataEvent): boolean {
    const { fromUs, toUs } = this.range;
    const us = event.kind === 'bar' ? event.startUs : event.us;
    // A change of a book behind one that is left out would change another book.
    if (knownUs(event) >= toUs + SLACK_US || (us >= toUs && 'bids' in event)) {
      this.after = true;
      return false;
    }
    if (us < fromUs && !('bids' in event && this.within)) this.keep(event);
    else if (us >= toUs) this.after = true;
    else this.give(event);
    return true;
  }

  private keep(event: MarketDataEvent): void {
    this.before = true;
    if (event.kind === 'book-snapshot') this.book.applySnapshot(event);
    // The reader has looked for holes, by the sequence of the topic; the venue may number by another rule.
    else if (event.kind === 'book-delta')
      this.book.applyDelta({ ...event, venueSequence: this.book.venueSequence + 1 });
    if ('bids' in event) this.last = event;
  }

  private give(event: MarketDataEvent): void {
    if (!this.within && 'bids' in event) this.beginBook(event);
    this.within = true;
    if (event.kind !== 'bar' || event.endUs <= this.range.toUs) this.emit(event);
  }

  private beginBook(first: BookSnapshot | BookDelta): void {
    if (this.last === undefined || first.kind === 'book-snapshot') return;
    const { venueSequence, receivedUs, receivedNs } = this.last;
    const received = receivedUs === undefined ? {} : { receivedUs, receivedNs };
    this.emit({ ...this.book.snapshot(), venueSequence, us: this.range.fromUs, ns: 0, ...received });
  }
}
