import type { ErrorCode, FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';

/** What a stream told, in its order. */
export type Told =
  | { readonly event: MarketDataEvent }
  | { readonly state: StreamState; readonly reason: string | undefined; readonly code?: ErrorCode }
  | { readonly tally: FeedTally; readonly count: number };

/** Keeps what a stream gave. */
export class RecordingStreamSink implements StreamSink {
  readonly told: Told[] = [];

  events(events: readonly MarketDataEvent[]): void {
    for (const event of events) this.told.push({ event });
  }

  state(state: StreamState, reason?: string, code?: ErrorCode): void {
    this.told.push({ state, reason, ...(code !== undefined && { code }) });
  }

  tally(what: FeedTally, count: number): void {
    this.told.push({ tally: what, count });
  }

  get items(): MarketDataEvent[] {
    return this.told.flatMap((one) => ('event' in one ? [one.event] : []));
  }

  get states(): StreamState[] {
    return this.told.flatMap((one) => ('state' in one ? [one.state] : []));
  }

  /** States and kinds of events, in their order. */
  get order(): string[] {
    return this.told.flatMap((one) => ('event' in one ? [one.event.kind] : 'state' in one ? [one.state] : []));
  }

  /** Why a state was told, where a reason was. */
  get reasons(): string[] {
    return this.told.flatMap((one) => ('state' in one && one.reason !== undefined ? [one.reason] : []));
  }

  /** Codes that came with a state. */
  get codes(): ErrorCode[] {
    return this.told.flatMap((one) => ('state' in one && one.code !== undefined ? [one.code] : []));
  }

  counted(what: FeedTally): number {
    return this.told.reduce((sum, one) => ('tally' in one && one.tally === what ? sum + one.count : sum), 0);
  }

  /** The last state is LIVE. */
  get live(): boolean {
    return this.states.at(-1) === 'LIVE';
  }
}
