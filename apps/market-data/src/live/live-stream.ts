import { bookToShape, marketDataToShape } from '@bourseworks/dto/shapes';
import { OrderBook, type FeedTally, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import { FeedMeter } from '@bourseworks/feeds';
import type { StreamMark } from '@bourseworks/ports';
import type { BookAt, EncodedBatch, StreamMeter, Tallies, TopicPlace } from './live-protocol.js';

/** Items of one message: a burst is cut, or its message would exceed what the broker takes. */
const MAX_ITEMS = 500;

/** One stream in its worker: gives sequences, gathers what arrives together, keeps the latest book. */
export class LiveStream {
  private pending: MarketDataEvent[] = [];
  private tallies: Tallies | undefined;
  private readonly latest: OrderBook | undefined;
  private readonly epoch: number;
  private readonly gauge: FeedMeter;
  /** Of the latest event that was drained. */
  private mark: StreamMark | undefined;
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
    this.latest = isBook ? new OrderBook() : undefined;
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
      if (event.kind === 'book-snapshot') this.latest?.applySnapshot(event);
      else if (event.kind === 'book-delta') this.latest?.applyDelta(event);
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
      this.mark = markOf(events, this.mark);
      const { mark } = this;
      batches.push({ stream: this.id, seq0, count: events.length, bytes, ...(mark !== undefined && { mark }) });
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

  /** The latest book; undefined before its first snapshot and while a change is missing. Drain first: it includes what is pending. */
  book(): BookAt | undefined {
    const { latest, epoch, sequence } = this;
    if (latest?.state !== 'LIVE') return undefined;
    return { epoch, sequence, book: bookToShape(latest.snapshot(), this.instrument) };
  }
}

/** Of trades and bars, which can be fetched: the latest by venue time, not the last to come. */
function markOf(events: readonly MarketDataEvent[], known: StreamMark | undefined): StreamMark | undefined {
  let mark = known;
  for (const event of events) {
    if (event.kind !== 'trade' && event.kind !== 'bar') continue;
    const us = event.kind === 'bar' ? event.startUs : event.us;
    if (mark !== undefined && us < mark.us) continue;
    const { tradeId } = event as { readonly tradeId?: string };
    mark = { us, ...(tradeId !== undefined && { tradeId }) };
  }
  return mark;
}

// Makes an array of its own, which can be transferred; a Buffer may be a view into a shared pool.
const encoder = new TextEncoder();
