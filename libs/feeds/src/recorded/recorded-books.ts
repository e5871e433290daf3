import type { Instrument } from '@bourseworks/domain';
import { BookKeeper, type BookEvent, type BookFault, type BookKeeperOptions } from '../book/book-keeper.js';
import type { DepthDiff, DepthSnapshot } from '../book/depth.js';
import { IN_FEED_SEQUENCE, type SequenceRule } from '../book/sequence-rule.js';
import type { RecordedEvent } from './recorded-venue.js';

/** A change of a book, or a whole one, of a venue that numbers neither. */
export type UnnumberedDepth = Omit<DepthDiff, 'firstId' | 'lastId' | 'previousId'>;

/** A book whose events are given for each message. */
export class RecordedBook {
  private readonly keeper: BookKeeper;
  private readonly events: BookEvent[] = [];
  private count = 0;

  constructor(rule: SequenceRule, fault: (fault: BookFault) => void, options?: BookKeeperOptions) {
    const publish = (event: BookEvent) => void this.events.push(event);
    this.keeper = new BookKeeper(rule, { publish, fault }, options);
  }

  change(diff: DepthDiff): readonly BookEvent[] {
    this.keeper.onDiff(diff);
    return this.events.splice(0);
  }

  snapshot(snapshot: DepthSnapshot): readonly BookEvent[] {
    this.keeper.onSnapshot(snapshot);
    return this.events.splice(0);
  }

  /** A message without a number: they are counted. */
  counted(isSnapshot: boolean, depth: UnnumberedDepth): readonly BookEvent[] {
    const id = ++this.count;
    if (isSnapshot) return this.snapshot({ ...depth, lastUpdateId: id });
    return this.change({ ...depth, firstId: id, lastId: id, previousId: id - 1 });
  }

  interrupt(receivedUs: number, receivedNs: number): readonly BookEvent[] {
    this.keeper.interrupt({ us: receivedUs, ns: receivedNs, receivedUs, receivedNs });
    return this.events.splice(0);
  }
}

/** The books of recorded connections, and how often they were lost. */
export class RecordedBooks {
  readonly faults: Record<BookFault, number> = { gap: 0, crossed: 0, levels: 0, checksum: 0 };
  private readonly books = new Map<string, { readonly instrument: Instrument; readonly book: RecordedBook }>();

  constructor(private readonly rule: SequenceRule = IN_FEED_SEQUENCE) {}

  /** `options` of a book that is not there yet. */
  of(instrument: Instrument, options?: () => BookKeeperOptions): RecordedBook {
    const known = this.books.get(instrument.key);
    if (known !== undefined) return known.book;
    const book = new RecordedBook(this.rule, (fault) => this.faults[fault]++, options?.());
    this.books.set(instrument.key, { instrument, book });
    return book;
  }

  interrupt(receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    return [...this.books.values()].flatMap(({ instrument, book }) =>
      book.interrupt(receivedUs, receivedNs).map((event) => ({ instrument, event })),
    );
  }
}
