import type { FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';

/** Keeps what a stream gave. */
export class RecordingSink implements StreamSink {
  readonly items: MarketDataEvent[] = [];
  readonly states: StreamState[] = [];
  readonly tallies = new Map<FeedTally, number>();
  readonly reasons: (string | undefined)[] = [];
  /** States and kinds of events in the order of their arrival. */
  readonly order: string[] = [];
  /** Sizes of what arrived together. */
  readonly batches: number[] = [];

  events(events: readonly MarketDataEvent[]): void {
    this.items.push(...events);
    this.batches.push(events.length);
    for (const event of events) this.order.push(event.kind);
  }

  state(state: StreamState, reason?: string): void {
    this.states.push(state);
    this.reasons.push(reason);
    this.order.push(state);
  }

  tally(what: FeedTally, count: number): void {
    this.tallies.set(what, (this.tallies.get(what) ?? 0) + count);
  }
}
