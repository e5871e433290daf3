import { OrderBook, type BookDelta, type BookSnapshot, type MarketDataEvent } from '@bourseworks/domain';

/** The time by which events of a table are in order. */
export const timeOf = (event: MarketDataEvent): number => (event.kind === 'bar' ? event.startUs : event.us);

/**
 * What is in a range, [from, to), of events that come in order: bars that end by `to`; of a book first what stood at the
 * beginning of the range, if that is known.
 */
export class EventRange {
  /** An event behind the range has come. */
  over = false;
  private before = false;
  private within = false;
  private readonly book = new OrderBook();
  private last: BookSnapshot | BookDelta | undefined;

  constructor(
    private readonly range: { readonly fromUs: number; readonly toUs: number },
    private readonly emit: (event: MarketDataEvent) => void,
  ) {}

  /** Whether the data overlap the range, though there may be nothing in it: it is then a quiet one. */
  get touched(): boolean {
    return this.within || (this.before && this.over);
  }

  /** False behind the range. */
  take(event: MarketDataEvent): boolean {
    const us = timeOf(event);
    if (us < this.range.fromUs) {
      this.before = true;
      if ('bids' in event) this.keep(event);
      return true;
    }
    if (!this.within && this.before) this.beginBook();
    this.over = us >= this.range.toUs;
    if (this.over) return false;
    this.within = true;
    if (event.kind !== 'bar' || event.endUs <= this.range.toUs) this.emit(event);
    return true;
  }

  private keep(event: BookSnapshot | BookDelta): void {
    if (event.kind === 'book-snapshot') this.book.applySnapshot(event);
    else this.book.applyDelta(event);
    this.last = event;
  }

  private beginBook(): void {
    if (this.book.state !== 'LIVE' || this.last === undefined) return;
    const { receivedUs, receivedNs } = this.last;
    const received = receivedUs === undefined ? {} : { receivedUs, receivedNs };
    this.emit({ ...this.book.snapshot(), us: this.range.fromUs, ns: 0, ...received });
  }
}
