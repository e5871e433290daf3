import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  instrumentToShape,
  liveTopic,
  type CancelHistoryRequestShape,
  type LiveDataReplyShape,
  type SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import { ok, refuse, type Result } from '@bourseworks/domain';
import { ReadinessRegistry } from '@bourseworks/observability';
import { AdapterRegistry, Clock, EventLog, KeyValue } from '@bourseworks/ports';
import { SolaceSession } from '@bourseworks/solace-transport';
import { MemoryKeyValue, MemoryStore } from '@bourseworks/storage';
import { MarketDataConfig } from '../config/market-data-config.js';
import { InstrumentCatalogue, type Served } from '../instruments/instrument-catalogue.js';
import { OtherInstances } from '../instances/other-instances.js';
import { ThisInstance } from '../instances/this-instance.js';
import { Recorder } from '../recorder/recorder.service.js';
import { refusalOf } from '../threads/refusal-of.js';
import { ThreadSources } from '../threads/thread-sources.js';
import { LiveFeed } from './live-feed.js';
import { LivePool, type OpenedStream } from './live-pool.js';
import type { StreamMeter, StreamStanding } from './live-protocol.js';
import { TopicPublisher } from './publisher.js';
import type { Beginning, EndReason, SharedAddress, StreamKey } from './registry/stream-key.js';
import { StreamRegistry, type StreamRegistryOptions } from './registry/stream-registry.js';
import type { Lease } from './registry/subscriptions.js';

export interface LiveRequest {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKey['kind'];
  readonly adapter?: string;
  readonly subscriber: string;
  readonly leaseSeconds?: number;
}

/** A stream of this instance; `feed` is there once it was opened. */
export interface RunningFeed {
  readonly key: StreamKey;
  readonly subscribers: number;
  readonly epoch: number;
  readonly feed: LiveFeed | undefined;
  readonly meter: StreamMeter | undefined;
}

/** A stream that runs: its account here, its source in a worker. */
interface RunningStream {
  readonly feed: LiveFeed;
  readonly source: OpenedStream;
}

type Registry = StreamRegistry<RunningStream>;

/** So long that no stream of a replay is lost to a pause: nobody else could go on with it. */
const OWN_LEASE_US = 86_400_000_000_000;

/** Live streams: who asked for which, where they run, on which topic they are published. */
@Injectable()
export class LiveService implements OnModuleInit, BeforeApplicationShutdown {
  readonly catalogue: InstrumentCatalogue;
  private readonly pool: LivePool;
  /** Of streams that any instance may run. */
  private readonly shared: Registry;
  /** Of streams that a replay of this process drives. */
  private readonly driven: Registry;

  constructor(
    sources: ThreadSources,
    config: MarketDataConfig,
    readiness: ReadinessRegistry,
    store: KeyValue,
    instance: ThisInstance,
    private readonly others: OtherInstances,
    private readonly adapters: AdapterRegistry,
    private readonly session: SolaceSession,
    private readonly publisher: TopicPublisher,
    private readonly recorder: Recorder,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    const oneConnection = (name: string): boolean => this.limitsConnections(name);
    this.pool = new LivePool({ workers: config.liveWorkers, data: sources.data, clock, log, oneConnection });
    this.catalogue = new InstrumentCatalogue(adapters, clock, (adapter) => this.pool.instruments(adapter));
    const options = {
      instance: instance.name,
      clock,
      log,
      maxStreams: config.maxStreams,
      peers: others,
      runner: {
        open: (key, beginning) => this.open(key, beginning),
        close: (key, stream, why) => this.close(key, stream, why),
        standing: ({ feed }) => feed.standing(),
      },
      resolve: (address) => this.resolve(address),
    } satisfies Omit<StreamRegistryOptions<RunningStream>, 'store'>;
    this.shared = new StreamRegistry({ ...options, store });
    const memory = new MemoryKeyValue(new MemoryStore(clock));
    this.driven = new StreamRegistry({ ...options, store: memory, leaseUs: OWN_LEASE_US });
    readiness.register('live-workers', () => ({
      up: this.pool.isUp,
      detail: { crashes: this.pool.crashes, streams: this.streamCount },
    }));
    readiness.register('registry', () => {
      const { problem } = this.shared;
      return { up: problem === undefined, detail: { instance: instance.name, ...(problem && { reason: problem }) } };
    });
  }

  onModuleInit(): void {
    this.pool.start();
    this.shared.start();
    this.driven.start();
  }

  /** While the bus is still there: consumers hear that the streams end. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.shared.stop(), this.driven.stop()]);
    await this.pool.stop();
  }

  get streamCount(): number {
    return this.shared.size + this.driven.size;
  }

  get leaseCount(): number {
    return this.shared.leaseCount + this.driven.leaseCount;
  }

  get crashes(): number {
    return this.pool.crashes;
  }

  /** Names of the other instances that are alive. @throws DomainError STORE_UNAVAILABLE */
  otherInstances(): Promise<readonly string[]> {
    return this.shared.others();
  }

  /** All streams that run here, or are being opened, and how they fare. */
  async running(): Promise<readonly RunningFeed[]> {
    const meters = await this.pool.meters();
    return [...this.shared.running(), ...this.driven.running()].map(({ key, subscribers, claim, handle }) => ({
      key,
      subscribers,
      epoch: claim.epoch,
      feed: handle?.feed,
      meter: handle === undefined ? undefined : meters.get(handle.feed),
    }));
  }

  /** Running streams of replays. */
  drivenKeys(): readonly StreamKey[] {
    return this.driven.keys();
  }

  /** Holds a stream of a replay until the function returned is called. */
  pin(topic: string): () => void {
    return this.driven.pin(topic);
  }

  async request(request: LiveRequest): Promise<Result<LiveDataReplyShape>> {
    const { venue, symbol, kind, adapter } = request;
    const served = await this.catalogue.findKind(venue, symbol, kind, adapter);
    if (!served.ok) return served;
    const key = this.keyOf(served.value, kind);
    const granted = await this.registryOf(key).request(key, request.subscriber, request.leaseSeconds);
    if (!granted.ok) return granted;
    return ok({ topic: key.topic, ...granted.value, instrument: instrumentToShape(key.instrument) });
  }

  renew(leaseId: string, subscriber: string): Promise<Result<Lease>> {
    return this.eitherRegistry((registry) => registry.renew(leaseId, subscriber));
  }

  release(leaseId: string, subscriber: string): Promise<Result<void>> {
    return this.eitherRegistry((registry) => registry.release(leaseId, subscriber));
  }

  /** Another instance asks for a stream of ours: where it stands, once it is live. Refuses STREAM_UNKNOWN, and as `request`. */
  async joined(address: SharedAddress): Promise<Result<StreamStanding>> {
    const key = await this.resolve(address);
    return key.ok ? this.shared.joined(key.value) : key;
  }

  /** The latest book of a running book stream. Refuses STREAM_UNKNOWN, STORE_UNAVAILABLE, and as `request`. */
  async snapshot(venue: string, symbol: string, adapter?: string): Promise<Result<SnapshotReplyShape>> {
    const served = await this.catalogue.find(venue, symbol, adapter);
    if (!served.ok) return served;
    const key = this.keyOf(served.value, 'book');
    const { topic } = key;
    const registry = this.registryOf(key);
    if (registry.handle(topic) !== undefined) return this.snapshotHere(topic);
    try {
      const owner = await registry.ownerOf(topic);
      return owner === undefined ? noBook(topic) : await this.others.snapshot(owner, topic);
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** As `snapshot`, of a stream that runs in this instance. */
  async snapshotHere(topic: string): Promise<Result<SnapshotReplyShape>> {
    const stream = this.shared.handle(topic) ?? this.driven.handle(topic);
    if (stream === undefined) return noBook(topic);
    try {
      return ok({ topic, ...(await stream.source.snapshot()) });
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** Ends a history request that another instance answers. False when none does. */
  async cancelElsewhere(request: CancelHistoryRequestShape): Promise<Result<boolean>> {
    try {
      return ok(await this.others.cancel(await this.shared.others(), request));
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  private registryOf({ driven }: StreamKey): Registry {
    return driven ? this.driven : this.shared;
  }

  /** A lease does not tell whose it is. */
  private async eitherRegistry<T>(ask: (registry: Registry) => Promise<Result<T>>): Promise<Result<T>> {
    const driven = await ask(this.driven);
    return driven.ok ? driven : ask(this.shared);
  }

  private async resolve({ adapter, venue, symbol, kind }: SharedAddress): Promise<Result<StreamKey>> {
    const served = await this.catalogue.findKind(venue, symbol, kind, adapter);
    return served.ok ? ok(this.keyOf(served.value, kind)) : served;
  }

  private keyOf({ adapter, instrument }: Served, kind: StreamKey['kind']): StreamKey {
    const venue = this.adapters.topicVenue(adapter, instrument.venue);
    const topic = liveTopic(kind, venue, instrument.symbol);
    const driven = adapter.marketData?.driven === true;
    const oneConnection = this.limitsConnections(adapter.name);
    return { topic, adapter: adapter.name, venue, kind, instrument, driven, oneConnection };
  }

  private limitsConnections(name: string): boolean {
    const adapter = this.adapters.byAdapterName(name);
    // One instance, and one thread of it, has one connection, whatever the number.
    return adapter.ok && adapter.value.marketData?.connections !== undefined;
  }

  private async open(key: StreamKey, beginning: Beginning): Promise<RunningStream> {
    const { publisher, clock, log } = this;
    let source: OpenedStream | undefined;
    const recorded = this.recorder.open(
      key,
      () => source?.snapshot() ?? Promise.reject(new Error('it is being opened')),
    );
    const feed = new LiveFeed(key, { outlet: this.session, publisher, clock, log, beginning, recorded });
    feed.opening();
    try {
      const spec = { instrument: key.instrument, kind: key.kind };
      source = await this.pool.open(key.adapter, spec, feed, beginning.signal);
      feed.started();
      return { feed, source };
    } catch (error) {
      feed.failed(refusalOf(error));
      throw error;
    }
  }

  private close({ driven }: StreamKey, { feed, source }: RunningStream, why: EndReason): void {
    // The connection first: by now another instance may be opening its own.
    source.close();
    // Nobody goes on with a replay.
    feed.ended(driven && why === 'stopping' ? 'unused' : why);
  }
}

const noBook = (topic: string): Result<never> => refuse('STREAM_UNKNOWN', 'no such book stream is running', { topic });
