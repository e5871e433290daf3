import type { ErrorCode, FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';
import { isVoid } from '../../parse/market/trade.js';

const isReal = (event: MarketDataEvent): boolean => event.kind !== 'trade' || !isVoid(event);

/** Passes on everything but ids without a trade, which are there so that no id is missing. */
export class RealTrades implements StreamSink {
  constructor(private readonly sink: StreamSink) {}

  events(events: readonly MarketDataEvent[]): void {
    const real = events.every(isReal) ? events : events.filter(isReal);
    if (real.length > 0) this.sink.events(real);
  }

  state(state: StreamState, reason?: string, code?: ErrorCode): void {
    this.sink.state(state, reason, code);
  }

  tally(what: FeedTally, count: number): void {
    this.sink.tally(what, count);
  }
}
