import type { MarketDataEvent, Result, StreamKind } from '@bourseworks/domain';
import type { StreamQuery } from '@bourseworks/strategy';
import type { KnownInstrument } from './instrument-book.js';
import { LiveStream, type StreamDeps, type StreamNotice, type StreamReply, type StreamSink } from './live-stream.js';

interface Shared {
  readonly stream: LiveStream;
  readonly sinks: Set<StreamSink>;
  readonly opened: Promise<Result<StreamReply>>;
}

function keyOf({ venue, symbol, kind, adapter = '' }: StreamQuery): string {
  return JSON.stringify([adapter, venue, symbol, kind]);
}

/** The streams of all strategies of the host, each opened once and delivered to everyone who asked for it. */
export class StreamHub {
  private readonly streams = new Map<string, Shared>();

  constructor(private readonly deps: StreamDeps) {}

  /** `onStream` is called at once, before anything of the stream is delivered. */
  async attach(
    query: StreamQuery,
    sink: StreamSink,
    onStream?: (stream: LiveStream) => void,
  ): Promise<Result<StreamReply>> {
    const key = keyOf(query);
    const running = this.streams.get(key);
    if (running !== undefined) {
      onStream?.(running.stream);
      return this.join(running, sink);
    }
    const sinks = new Set([sink]);
    const stream = new LiveStream(query, fanOut(sinks), this.deps);
    onStream?.(stream);
    const shared: Shared = { stream, sinks, opened: stream.open() };
    this.streams.set(key, shared);
    const opened = await shared.opened;
    if (!opened.ok && this.streams.get(key) === shared) this.streams.delete(key);
    return opened;
  }

  /** The stream of a query, when somebody reads it. */
  stream(query: StreamQuery): LiveStream | undefined {
    return this.streams.get(keyOf(query))?.stream;
  }

  /** Ends the delivery to one reader; the last one closes the stream. */
  async detach(query: StreamQuery, sink: StreamSink): Promise<void> {
    const key = keyOf(query);
    const shared = this.streams.get(key);
    if (shared === undefined || !shared.sinks.delete(sink) || shared.sinks.size > 0) return;
    this.streams.delete(key);
    await shared.stream.close();
  }

  async detachAll(sink: StreamSink): Promise<void> {
    const held = [...this.streams.values()].filter(({ sinks }) => sinks.has(sink));
    await Promise.all(held.map(({ stream }) => this.detach(stream.query, sink)));
  }

  /** The session was away: books are out of date until a change shows it, so they are fetched at once. */
  reconnected(): void {
    for (const { stream } of this.streams.values()) void stream.resync('reconnected');
  }

  async close(): Promise<void> {
    const all = [...this.streams.values()];
    this.streams.clear();
    await Promise.all(all.map(({ stream }) => stream.close()));
  }

  private async join(shared: Shared, sink: StreamSink): Promise<Result<StreamReply>> {
    shared.sinks.add(sink);
    const opened = await shared.opened;
    if (!opened.ok) {
      shared.sinks.delete(sink);
      return opened;
    }
    // Readers of a book need all of it before its changes.
    await shared.stream.resync('a strategy joined');
    return { ok: true, value: shared.stream.joined ?? { ...opened.value, status: 'joined' } };
  }
}

function fanOut(sinks: ReadonlySet<StreamSink>): StreamSink {
  return {
    events(
      known: KnownInstrument,
      kind: StreamKind,
      seq0: number,
      events: readonly MarketDataEvent[],
      receivedUs: number,
    ): void {
      for (const sink of sinks) sink.events(known, kind, seq0, events, receivedUs);
    },
    notice(known: KnownInstrument, kind: StreamKind, notice: StreamNotice): void {
      for (const sink of sinks) sink.notice(known, kind, notice);
    },
  };
}
