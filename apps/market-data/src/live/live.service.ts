import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  instrumentToShape,
  liveTopic,
  type LiveDataReplyShape,
  type SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import { ok, refuse, type Result } from '@bourseworks/domain';
import { ReadinessRegistry } from '@bourseworks/observability';
import { AdapterRegistry, Clock, EventLog, type Adapter } from '@bourseworks/ports';
import { SolaceSession } from '@bourseworks/solace-transport';
import { MarketDataConfig } from '../config/market-data-config.js';
import { InstrumentCatalogue, type Served } from '../instruments/instrument-catalogue.js';
import { refusalOf } from '../threads/refusal-of.js';
import { ThreadSources } from '../threads/thread-sources.js';
import { LiveFeed } from './live-feed.js';
import { LivePool, type OpenedStream } from './live-pool.js';
import { TopicPublisher } from './publisher.js';
import { StreamRegistry, type Lease, type StreamKey } from './stream-registry.js';

export interface LiveRequest {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKey['kind'];
  readonly adapter?: string;
  readonly subscriber: string;
  readonly leaseSeconds?: number;
}

/** A stream that runs: its account here, its source in a worker. */
interface RunningStream {
  readonly feed: LiveFeed;
  readonly source: OpenedStream;
}

/** Live streams: who asked for which, where they run, on which topic they are published. */
@Injectable()
export class LiveService implements OnModuleInit, BeforeApplicationShutdown {
  readonly catalogue: InstrumentCatalogue;
  private readonly pool: LivePool;
  private readonly streams: StreamRegistry<RunningStream>;

  constructor(
    sources: ThreadSources,
    config: MarketDataConfig,
    readiness: ReadinessRegistry,
    private readonly adapters: AdapterRegistry,
    private readonly session: SolaceSession,
    private readonly publisher: TopicPublisher,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.pool = new LivePool({ workers: config.liveWorkers, data: sources.data, clock, log });
    this.catalogue = new InstrumentCatalogue(adapters, clock, (adapter) => this.pool.instruments(adapter));
    this.streams = new StreamRegistry({
      clock,
      maxStreams: config.maxStreams,
      runner: { open: (key) => this.open(key), close: (_, stream) => this.close(stream) },
    });
    readiness.register('live-workers', () => ({
      up: this.pool.isUp,
      detail: { crashes: this.pool.crashes, streams: this.streams.size },
    }));
  }

  onModuleInit(): void {
    this.pool.start();
  }

  /** While the bus is still there: consumers hear that the streams end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.streams.stop();
    await this.pool.stop();
  }

  get streamCount(): number {
    return this.streams.size;
  }

  get leaseCount(): number {
    return this.streams.leaseCount;
  }

  get crashes(): number {
    return this.pool.crashes;
  }

  /** Running streams. */
  keys(): readonly StreamKey[] {
    return this.streams.keys();
  }

  pin(topic: string): () => void {
    return this.streams.pin(topic);
  }

  async request(request: LiveRequest): Promise<Result<LiveDataReplyShape>> {
    const { venue, symbol, kind, adapter } = request;
    const served = await this.catalogue.findKind(venue, symbol, kind, adapter);
    if (!served.ok) return served;
    const key = this.keyOf(served.value, kind);
    const granted = await this.streams.request(key, request.subscriber, request.leaseSeconds);
    if (!granted.ok) return granted;
    const { leaseId, leaseSeconds, status } = granted.value;
    const { sequence } = this.publisher.counters(key.topic);
    const instrument = instrumentToShape(key.instrument);
    const { epoch } = this.publisher;
    return ok({ topic: key.topic, status, epoch, sequence, leaseId, leaseSeconds, instrument });
  }

  renew(leaseId: string, subscriber: string): Result<Lease> {
    return this.streams.renew(leaseId, subscriber);
  }

  release(leaseId: string, subscriber: string): Result<Lease> {
    return this.streams.release(leaseId, subscriber);
  }

  /** The latest book of a running book stream. Refuses STREAM_UNKNOWN, and as `request`. */
  async snapshot(venue: string, symbol: string, adapter?: string): Promise<Result<SnapshotReplyShape>> {
    const served = await this.catalogue.find(venue, symbol, adapter);
    if (!served.ok) return served;
    const { topic } = this.keyOf(served.value, 'book');
    const stream = this.streams.handle(topic);
    if (stream === undefined) return refuse('STREAM_UNKNOWN', 'no such book stream is running', { topic });
    try {
      return ok({ topic, ...(await stream.source.snapshot()) });
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  private keyOf({ adapter, instrument }: Served, kind: StreamKey['kind']): StreamKey {
    const venue = this.adapters.topicVenue(adapter, instrument.venue);
    const topic = liveTopic(kind, venue, instrument.symbol);
    return { topic, adapter: adapter.name, venue, kind, instrument, driven: isDriven(adapter) };
  }

  private async open(key: StreamKey): Promise<RunningStream> {
    const { publisher, clock, log } = this;
    const feed = new LiveFeed(key, { outlet: this.session, publisher, clock, log });
    const source = await this.pool.open(key.adapter, { instrument: key.instrument, kind: key.kind }, feed);
    feed.started();
    return { feed, source };
  }

  private close({ feed, source }: RunningStream): void {
    source.close();
    feed.ended();
  }
}

const isDriven = (adapter: Adapter): boolean => adapter.marketData?.driven === true;
