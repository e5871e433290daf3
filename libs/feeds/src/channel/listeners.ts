import type { ErrorCode, FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { Clock, StreamSink } from '@bourseworks/ports';
import { FeedMeter, type FeedStats } from '../stats/feed-stats.js';

/** All who listen to a stream, what they were told last, and the account of it. */
export class Listeners {
  private readonly sinks = new Set<StreamSink>();
  private readonly meter: FeedMeter;
  /** Undefined before the first state. */
  told: { readonly state: StreamState; readonly reason?: string; readonly code?: ErrorCode } | undefined;
  /** Why the venue does not trade; undefined = it does, or nobody knows. */
  halted: string | undefined;

  constructor(private readonly clock: Clock) {
    this.meter = new FeedMeter(clock.nowUs());
  }

  /** Whoever comes later is told how things stand. */
  join(sink: StreamSink): void {
    this.sinks.add(sink);
    const { told } = this;
    if (told !== undefined) sink.state(told.state, told.reason, told.code);
  }

  /** True when nobody listens any more. */
  leave(sink: StreamSink): boolean {
    this.sinks.delete(sink);
    return this.sinks.size === 0;
  }

  tell(state: StreamState, reason?: string, code?: ErrorCode): void {
    this.told = { state, ...(reason !== undefined && { reason }), ...(code !== undefined && { code }) };
    this.meter.told(state, this.clock.nowUs());
    for (const sink of this.sinks) sink.state(state, reason, code);
  }

  /** The stream is whole, and follows a market that trades or not. */
  live(): void {
    if (this.halted === undefined) this.tell('LIVE');
    else this.tell('HALTED', this.halted);
  }

  /** Nothing was heard for too long; of a market that is halted that says nothing. */
  silent(): void {
    if (this.halted === undefined) this.tell('STALE', 'nothing was heard for too long');
  }

  tally(what: FeedTally, count: number): void {
    this.meter.tally(what, count);
    for (const sink of this.sinks) sink.tally(what, count);
  }

  events(events: readonly MarketDataEvent[]): void {
    for (const sink of this.sinks) sink.events(events);
  }

  /** At least one, to be counted before anything is told of them: a listener may ask. */
  passed(events: readonly MarketDataEvent[]): void {
    this.meter.passed(events, events[events.length - 1].receivedUs ?? this.clock.nowUs());
  }

  stats(): FeedStats {
    return this.meter.read(this.clock.nowUs());
  }
}
