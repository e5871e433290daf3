import { bookToShape, marketDataToShape } from '@bourseworks/dto/shapes';
import type { FeedTally, Instrument, MarketDataEvent } from '@bourseworks/domain';
import { FeedMeter } from '@bourseworks/feeds';
import { BookImage } from './book-image.js';
import type { BookAt, EncodedBatch, StreamMeter, Tallies, TopicPlace } from './live-protocol.js';

/** Items of one message: a burst is cut, or its message would exceed what the broker takes. */
const MAX_ITEMS = 500;

/** One stream in its worker: gives sequences, gathers what arrives together, keeps the latest book. */
export class LiveStream {
  private pending: MarketDataEvent[] = [];
  private tallies: Tallies | undefined;
  private readonly image: BookImage | undefined;
  private readonly epoch: number;
  private readonly gauge: FeedMeter;
  /** Last sequence used on the topic. */
  private sequence: number;

  constructor(
    readonly id: number,
    private readonly instrument: Instrument,
    isBook: boolean,
    { epoch, sequence }: TopicPlace,
    openedUs: number,
  ) {
    this.gauge = new FeedMeter(openedUs);
    this.epoch = epoch;
    this.sequence = sequence;
    this.image = isBook ? new BookImage() : undefined;
  }

  /**
   * True when nothing was pending before: the caller then plans a flush. Events without a time of receipt get `receivedUs`, the
   * epoch microseconds of now.
   */
  add(events: readonly MarketDataEvent[], receivedUs: number): boolean {
    const first = this.pending.length === 0;
    this.gauge.passed(events, receivedUs);
    for (const event of events) {
      this.pending.push(event.receivedUs === undefined ? { ...event, receivedUs } : event);
      if (this.image !== undefined && (event.kind === 'book-snapshot' || event.kind === 'book-delta'))
        this.image.apply(event);
    }
    return first && this.pending.length > 0;
  }

  /** What is pending, as messages. Encoded here, once, whoever reads it. */
  drain(): EncodedBatch[] {
    const batches: EncodedBatch[] = [];
    for (let from = 0; from < this.pending.length; from += MAX_ITEMS) {
      const events = this.pending.slice(from, from + MAX_ITEMS);
      const seq0 = this.sequence + 1;
      this.sequence += events.length;
      const items = events.map((event) => marketDataToShape(event, this.instrument));
      const bytes = encoder.encode(JSON.stringify({ epoch: this.epoch, seq0, items }));
      batches.push({ stream: this.id, seq0, count: events.length, bytes });
    }
    this.pending = [];
    return batches;
  }

  tally(what: FeedTally, count: number): void {
    this.tallies ??= {};
    this.tallies[what] = (this.tallies[what] ?? 0) + count;
  }

  /** As of `us`, epoch microseconds. */
  meter(us: number): StreamMeter {
    const { ratePerSecond, lagMs, quietMs } = this.gauge.read(us);
    return { stream: this.id, ratePerSecond, lagMs, quietMs };
  }

  /** What was counted since the last call; undefined = nothing. */
  takeTallies(): Tallies | undefined {
    const { tallies } = this;
    this.tallies = undefined;
    return tallies;
  }

  /** Gives what is pending its sequences without a message; returns how many items that were. */
  drop(): number {
    const count = this.pending.length;
    this.sequence += count;
    this.pending = [];
    return count;
  }

  /** The latest book; undefined before its first snapshot. Drain first: it includes what is pending. */
  book(): BookAt | undefined {
    const book = this.image?.snapshot();
    return book === undefined
      ? undefined
      : { epoch: this.epoch, sequence: this.sequence, book: bookToShape(book, this.instrument) };
  }
}

// Makes an array of its own, which can be transferred; a Buffer may be a view into a shared pool.
const encoder = new TextEncoder();
