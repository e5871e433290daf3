import { DomainError, type MarketDataEvent, type StreamState } from '@bourseworks/domain';
import type { InstrumentShape, StreamAddress } from '@bourseworks/dto/shapes';
import type { Timer } from '@bourseworks/ports';
import { UpstreamStream, type UpstreamDeps, type UpstreamSink } from '../upstream/upstream-stream.js';
import { BookChannel } from './book-channel.js';
import type { Channel } from './channel.js';
import { QueueChannel } from './queue-channel.js';
import { QuoteChannel } from './quote-channel.js';

/** A page that is reloaded finds its streams open. */
const LINGER_US = 5_000_000;

export interface PoolSettings {
  readonly maxStreams: number;
  readonly onChange: (channel: Channel) => void;
}

interface Entry {
  readonly key: string;
  readonly upstream: UpstreamStream;
  readonly opening: Promise<Channel>;
  users: number;
  lingering: Timer | undefined;
}

/** The open streams: each is had from market-data once, whoever wants it. */
export class ChannelPool {
  private readonly entries = new Map<string, Entry>();
  private nextId = 1;

  constructor(
    private readonly deps: UpstreamDeps,
    private readonly settings: PoolSettings,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  /** Opens a stream or joins it; resolves once it is live. @throws DomainError STREAM_LIMIT, or as market-data refuses */
  async acquire(address: StreamAddress): Promise<Channel> {
    const key = keyOf(address);
    const entry = this.entries.get(key) ?? this.start(key, address);
    entry.users += 1;
    entry.lingering?.cancel();
    entry.lingering = undefined;
    return entry.opening;
  }

  /** Undoes one `acquire` that succeeded. */
  release({ address }: Channel): void {
    const entry = this.entries.get(keyOf(address));
    if (entry === undefined || --entry.users > 0) return;
    entry.lingering = this.deps.clock.setTimer(LINGER_US, () => this.end(entry));
  }

  closeAll(): void {
    for (const entry of this.entries.values()) this.end(entry);
  }

  private start(key: string, address: StreamAddress): Entry {
    if (this.entries.size >= this.settings.maxStreams)
      throw new DomainError({ code: 'STREAM_LIMIT', message: 'the gateway has as many streams open as it may' });
    const sink = new LateSink();
    const upstream = new UpstreamStream(address, sink, this.deps);
    const opening = upstream.open().then((instrument) => sink.connect(this.channelOf(address, instrument)));
    const entry: Entry = { key, upstream, opening, users: 0, lingering: undefined };
    this.entries.set(key, entry);
    opening.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry;
  }

  private channelOf(address: StreamAddress, instrument: InstrumentShape): Channel {
    const { clock } = this.deps;
    const id = this.nextId++;
    const { onChange } = this.settings;
    if (address.kind === 'quote') return new QuoteChannel(id, address, instrument, clock, onChange);
    if (address.kind === 'book') return new BookChannel(id, address, instrument, clock, onChange);
    return new QueueChannel(id, address, instrument, clock, onChange);
  }

  private end(entry: Entry): void {
    entry.lingering?.cancel();
    this.entries.delete(entry.key);
    entry.upstream.close();
  }
}

/** Keeps what a stream says while it is being opened: before the answer nobody knows the scales of its numbers. */
class LateSink implements UpstreamSink {
  private sink: UpstreamSink | undefined;
  private early: ((sink: UpstreamSink) => void)[] = [];

  connect<C extends Channel>(channel: C): C {
    this.sink = channel;
    for (const say of this.early.splice(0)) say(channel);
    return channel;
  }

  events(events: readonly MarketDataEvent[], from: number, receivedUs: number): void {
    this.say((sink) => sink.events(events, from, receivedUs));
  }

  gap(missed: number, restarted: boolean): void {
    this.say((sink) => sink.gap(missed, restarted));
  }

  status(state: StreamState, reason?: string): void {
    this.say((sink) => sink.status(state, reason));
  }

  private say(what: (sink: UpstreamSink) => void): void {
    if (this.sink === undefined) this.early.push(what);
    else what(this.sink);
  }
}

function keyOf({ kind, venue, symbol, adapter = '' }: StreamAddress): string {
  return [kind, adapter, venue, symbol].join(' ');
}
