import type { FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';

/** Keeps what a stream gave. */
export class RecordingSink implements StreamSink {
  readonly items: MarketDataEvent[] = [];
  readonly states: StreamState[] = [];
  readonly tallies = new Map<FeedTally, number>();
  /** States and kinds of events in the order of their arrival. */
  readonly order: string[] = [];

  events(events: readonly MarketDataEvent[]): void {
    this.items.push(...events);
    for (const event of events) this.order.push(event.kind);
  }

  state(state: StreamState): void {
    this.states.push(state);
    this.order.push(state);
  }

  tally(what: FeedTally, count: number): void {
    this.tallies.set(what, (this.tallies.get(what) ?? 0) + count);
  }
}
