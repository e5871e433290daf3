import type { FeedTally, Instrument, MarketDataEvent, StreamKind, StreamState } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';

type Part = (events: readonly MarketDataEvent[]) => Promise<void>;

/** What an adapter does wrong; all else it does right. */
export interface Flaw {
  instruments?(all: readonly Instrument[]): readonly Instrument[];
  kinds?(kinds: readonly StreamKind[]): readonly StreamKind[];
  /** None = they are not given. */
  events?(events: readonly MarketDataEvent[]): readonly MarketDataEvent[];
  /** What is told in its place; undefined = nothing. */
  state?(state: StreamState, reason?: string): { readonly state: StreamState; readonly reason?: string } | undefined;
  /** False = it is kept. */
  tally?(what: FeedTally, sink: StreamSink): boolean;
  open?(inner: MarketDataAdapter, spec: StreamSpec, sink: StreamSink): Promise<OpenStream>;
  history?(inner: MarketDataAdapter, query: HistoryQuery, part: Part, signal: AbortSignal): Promise<void>;
  close?(inner: MarketDataAdapter): Promise<void>;
}

/** An adapter with a flaw. */
export class FlawedAdapter extends MarketDataAdapter {
  constructor(
    private readonly inner: MarketDataAdapter,
    private readonly flaw: Flaw,
  ) {
    super();
  }

  async instruments(): Promise<readonly Instrument[]> {
    const all = await this.inner.instruments();
    return this.flaw.instruments?.(all) ?? all;
  }

  kinds(instrument: Instrument): readonly StreamKind[] {
    const kinds = this.inner.kinds(instrument);
    return this.flaw.kinds?.(kinds) ?? kinds;
  }

  history(query: HistoryQuery, part: Part, signal: AbortSignal): Promise<void> {
    return this.flaw.history?.(this.inner, query, part, signal) ?? this.inner.history(query, part, signal);
  }

  open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    const between = this.between(sink);
    return this.flaw.open?.(this.inner, spec, between) ?? this.inner.open(spec, between);
  }

  close(): Promise<void> {
    return this.flaw.close?.(this.inner) ?? this.inner.close();
  }

  private between(sink: StreamSink): StreamSink {
    const { flaw } = this;
    return {
      events: (events) => {
        const given = flaw.events?.(events) ?? events;
        if (given.length > 0) sink.events(given);
      },
      state: (state, reason, code) => {
        const told = flaw.state === undefined ? { state, reason } : flaw.state(state, reason);
        if (told !== undefined) sink.state(told.state, told.reason, code);
      },
      tally: (what, count) => {
        if (flaw.tally?.(what, sink) !== false) sink.tally(what, count);
      },
    };
  }
}
