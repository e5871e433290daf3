import {
  compareTime,
  knownAt,
  parseNanos,
  type BookDelta,
  type BookSnapshot,
  type Instrument,
  type MarketDataEvent,
  type StreamKind,
  type Timestamp,
} from '@bourseworks/domain';
import { batchFromShape, bookFromShape } from '@bourseworks/dto/shapes';
import type { BookLine, RecordedLine } from './recorded-lines.js';

/** Changes of a book that wait for a snapshot; of more the oldest go, and with them the snapshot that they follow. */
const MAX_WAITING = 100_000;

interface Waiting {
  readonly sequence: number;
  readonly event: BookDelta;
}

/**
 * Turns the lines of one stream into its events: each item once, whoever recorded it; none of an owner who was replaced. They
 * are in the order in which they became known: where the clock stepped back, an event has the time of the one before. A book
 * is told from a snapshot on; behind a hole it is not, until the next one.
 */
export class RecordedEvents {
  private epoch = 0;
  /** Sequence of the next item; undefined at the beginning. */
  private next: number | undefined;
  private hasBook = false;
  private waiting: Waiting[] = [];
  private last: Timestamp = { us: 0, ns: 0 };

  constructor(
    private readonly kind: StreamKind,
    private readonly instrument: Instrument,
    private readonly fail: (problem: string) => Error,
  ) {}

  /** @throws what `fail` makes of a line that is malformed */
  take(line: RecordedLine): readonly MarketDataEvent[] {
    return 'book' in line ? this.takeBook(line) : this.takeBatch(line);
  }

  private takeBatch(line: RecordedLine): readonly MarketDataEvent[] {
    const batch = batchFromShape(this.kind, line, this.instrument);
    if (!batch.ok) throw this.fail(batch.refusal.message);
    const { epoch, seq0, events } = batch.value;
    if (!this.isOf(epoch)) return [];
    const { next = seq0 } = this;
    if (seq0 > next) this.lose();
    const news = events.slice(Math.max(0, next - seq0));
    if (news.length > 0) this.next = seq0 + events.length;
    if (this.kind !== 'book') return news.map((event) => this.told(event));
    const first = seq0 + events.length - news.length;
    return news.flatMap((event, index) => this.change(event as BookSnapshot | BookDelta, first + index));
  }

  private change(event: BookSnapshot | BookDelta, sequence: number): readonly MarketDataEvent[] {
    if (event.kind === 'book-snapshot') {
      this.hasBook = true;
      this.waiting = [];
    }
    if (this.hasBook) return [this.told(event)];
    this.waiting.push({ sequence, event: event as BookDelta });
    if (this.waiting.length > MAX_WAITING) this.waiting.shift();
    return [];
  }

  /** A book that was asked for, which may come behind changes that it does not include. */
  private takeBook({ epoch, sequence, book, received }: BookLine): readonly MarketDataEvent[] {
    const snapshot = bookFromShape(book, this.instrument);
    const heard = parseNanos(received);
    const isPlaced = Number.isSafeInteger(epoch) && Number.isSafeInteger(sequence);
    if (snapshot === undefined || !heard.ok || !isPlaced) throw this.fail('a book is malformed');
    if (!this.isOf(epoch) || this.hasBook) return [];
    const { next = sequence + 1 } = this;
    const reachesBack = sequence + 1 >= next - this.waiting.length;
    if (!reachesBack) return [];
    const behind = this.waiting.filter((each) => each.sequence > sequence).map(({ event }) => event);
    this.hasBook = true;
    this.waiting = [];
    this.next = Math.max(next, sequence + 1);
    // It was in force when the first change behind it came.
    const at = behind.length > 0 ? knownAt(behind[0]) : heard.value;
    return [{ ...snapshot, receivedUs: at.us, receivedNs: at.ns }, ...behind].map((event) => this.told(event));
  }

  /** Whether a line is of the owner of the topic; one of a new owner begins anew. */
  private isOf(epoch: number): boolean {
    if (epoch > this.epoch) {
      this.epoch = epoch;
      this.next = undefined;
      this.lose();
    }
    return epoch === this.epoch;
  }

  private lose(): void {
    this.hasBook = false;
    this.waiting = [];
  }

  private told(event: MarketDataEvent): MarketDataEvent {
    const known = knownAt(event);
    if (compareTime(known, this.last) < 0) return { ...event, receivedUs: this.last.us, receivedNs: this.last.ns };
    this.last = known;
    return event;
  }
}
