import type { FeedTally, MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';

/** What a stream told, in its order. */
export type Told =
  | { readonly event: MarketDataEvent }
  | { readonly state: StreamState; readonly reason: string | undefined }
  | { readonly tally: FeedTally; readonly count: number };

/** Keeps what a stream gave. */
export class RecordingStreamSink implements StreamSink {
  readonly told: Told[] = [];

  events(events: readonly MarketDataEvent[]): void {
    for (const event of events) this.told.push({ event });
  }

  state(state: StreamState, reason?: string): void {
    this.told.push({ state, reason });
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

  counted(what: FeedTally): number {
    return this.told.reduce((sum, one) => ('tally' in one && one.tally === what ? sum + one.count : sum), 0);
  }

  /** The last state is LIVE. */
  get live(): boolean {
    return this.states.at(-1) === 'LIVE';
  }
}
