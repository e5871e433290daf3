import type { OrderEventShape } from '@bourseworks/dto';

export interface EventFilter {
  readonly account?: string | undefined;
  readonly strategy?: string | undefined;
  readonly afterSequence?: number | undefined;
  readonly afterStreamSequence?: number | undefined;
  readonly clOrdId?: string | undefined;
}

/** Part of an answer. A record makes one event at most: no two share a sequence, so that no page ends between them. */
export interface EventPage {
  readonly events: readonly OrderEventShape[];
  readonly more: boolean;
}

/**
 * The latest order events, for those who missed some. Bounded: what falls out is older than any consumer's gap; the journal
 * keeps it.
 */
export class EventWindow {
  private events: OrderEventShape[] = [];
  private evicted = 0;
  private readonly evictedOfStream = new Map<string, number>();

  constructor(private readonly capacity = 100_000) {}

  add(event: OrderEventShape): void {
    this.events.push(event);
    // Cut in large pieces: one shift per event would move the whole array each time.
    if (this.events.length < this.capacity * 1.25) return;
    const kept = this.events.slice(-this.capacity);
    for (const gone of this.events.slice(0, -this.capacity)) {
      this.evictedOfStream.set(`${gone.account}/${gone.strategy}`, gone.streamSequence);
    }
    this.evicted = this.events[this.events.length - this.capacity - 1].sequence;
    this.events = kept;
  }

  /** Events up to `sequence` are not here: the state behind them came from a snapshot, with the last number of each stream. */
  beginAfter(sequence: number, streams: Iterable<readonly [stream: string, streamSequence: number]>): void {
    this.events = [];
    this.evicted = sequence;
    this.evictedOfStream.clear();
    for (const [stream, streamSequence] of streams) this.evictedOfStream.set(stream, streamSequence);
  }

  /** Highest sequence that is no longer here. */
  get evictedThrough(): number {
    return this.evicted;
  }

  /** Whether every event that the filter can match is here. */
  holds({ account, strategy, afterSequence = 0, afterStreamSequence = 0 }: EventFilter): boolean {
    if (afterSequence >= this.evicted) return true;
    // The position in one stream tells as well, when it lies at or behind the last event of it that fell out.
    if (account === undefined || strategy === undefined) return false;
    return afterStreamSequence >= (this.evictedOfStream.get(`${account}/${strategy}`) ?? 0);
  }

  /** Matching events in order, at most `limit`, and whether there are more. */
  find(filter: EventFilter, limit: number, matches: (event: OrderEventShape) => boolean = () => true): EventPage {
    const found: OrderEventShape[] = [];
    for (let i = this.firstAfter(filter.afterSequence ?? 0); i < this.events.length; i++) {
      const event = this.events[i];
      if (filter.account !== undefined && event.account !== filter.account) continue;
      if (filter.strategy !== undefined && event.strategy !== filter.strategy) continue;
      if (filter.clOrdId !== undefined && event.clOrdId !== filter.clOrdId) continue;
      if (event.streamSequence <= (filter.afterStreamSequence ?? 0) || !matches(event)) continue;
      if (found.length === limit) return { events: found, more: true };
      found.push(event);
    }
    return { events: found, more: false };
  }

  private firstAfter(sequence: number): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.events[middle].sequence <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
