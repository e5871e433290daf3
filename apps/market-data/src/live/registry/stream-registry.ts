import { randomUUID } from 'node:crypto';
import { DomainError, ok, US_PER_SECOND, type Result } from '@bourseworks/domain';
import { delay, type Clock, type EventLog, type KeyValue } from '@bourseworks/ports';
import { refusalOf } from '../../threads/refusal-of.js';
import type { StreamStanding } from '../live-protocol.js';
import { Claims, type Found } from './claims.js';
import { INSTANCE_LEASE_US, InstanceLease } from './instance-lease.js';
import type { Listing } from './listing.js';
import { OwnedStreams, type Owned } from './owned-streams.js';
import { STORE } from './store-names.js';
import { addressOf, type SharedAddress, type StreamKey, type StreamRunner } from './stream-key.js';
import { StreamWatch } from './stream-watch.js';
import { Subscriptions, type Lease } from './subscriptions.js';

export interface Granted extends Lease, StreamStanding {
  readonly status: 'started' | 'joined';
}

/** The way to the other instances. */
export interface Peers {
  /** Where a stream stands that the other runs, once it is live; undefined when it does not answer, or does not run it. */
  join(instance: string, address: SharedAddress): Promise<Result<StreamStanding> | undefined>;
}

export interface StreamRegistryOptions<Handle> {
  readonly store: KeyValue;
  /** Name of this instance, another one with every start. */
  readonly instance: string;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Of this instance. */
  readonly maxStreams: number;
  readonly runner: StreamRunner<Handle>;
  readonly peers: Peers;
  /** What a stream that is to be taken over is here. */
  readonly resolve: (address: SharedAddress) => Promise<Result<StreamKey>>;
  readonly leaseUs?: number;
  readonly newLeaseId?: () => string;
}

/** A stream that runs: here, or elsewhere. */
interface Running<Handle> {
  readonly here?: Owned<Handle>;
  readonly place?: StreamStanding;
  /** For this request, and for no other. */
  readonly started?: boolean;
}

/** Undefined: not yet, look again. */
type Way<Handle> = Promise<Running<Handle> | undefined>;

export const DEFAULT_LEASE_SECONDS = 30;
/** How long a request waits for its stream, a change of owner included. */
const WAIT_SECONDS = 20;
/** How long it waits for this instance to have its lease. */
const LEASE_WAIT_US = 5_000_000;
const PAUSE_US = 50_000;

const failure = (code: 'STREAM_UNKNOWN' | 'STORE_UNAVAILABLE' | 'ADAPTER_FAILED', message: string): DomainError =>
  new DomainError({ code, message });

/**
 * Which streams run and for whom, shared by all instances of the service through a store. A stream runs in one of them: the
 * one that has claimed it and whose lease holds. It is opened for its first subscriber, joined by all others whichever
 * instance they ask, taken over when its owner is gone, and closed when its last subscriber is.
 */
export class StreamRegistry<Handle> {
  private readonly lease: InstanceLease;
  private readonly claims: Claims;
  private readonly subscriptions: Subscriptions;
  private readonly owned: OwnedStreams<Handle>;
  private readonly watch: StreamWatch<Handle>;
  /** Requests for one stream share one way to it. */
  private readonly ways = new Map<string, Way<Handle>>();

  constructor(private readonly options: StreamRegistryOptions<Handle>) {
    const { store, instance, clock, log, runner, maxStreams, leaseUs, newLeaseId } = options;
    const ttlUs = leaseUs ?? INSTANCE_LEASE_US;
    const lease = new InstanceLease({ store, instance, clock, log, ttlUs, onLost: () => this.owned.loseAll() });
    const claims = new Claims(store, lease);
    const subscriptions = new Subscriptions(store, newLeaseId ?? randomUUID);
    const owned = new OwnedStreams({ store, claims, lease, clock, log, maxStreams, runner });
    const adopt = (listing: Listing): Promise<void> => this.adopt(listing);
    this.watch = new StreamWatch({ store, claims, lease, clock, log, subscriptions, owned, adopt });
    this.lease = lease;
    this.claims = claims;
    this.subscriptions = subscriptions;
    this.owned = owned;
  }

  start(): void {
    this.lease.start();
    this.watch.start();
  }

  /** Ends what runs here; others take over what is still wanted. */
  async stop(): Promise<void> {
    await this.watch.stop();
    this.owned.stopAll();
    await this.lease.stop();
  }

  /** Whether streams can be started here, or why not. */
  get problem(): string | undefined {
    return this.lease.holds() ? undefined : this.lease.problem;
  }

  /** Streams that run here. */
  get size(): number {
    return this.owned.size;
  }

  /** Leases of their subscribers, as they were counted last. */
  get leaseCount(): number {
    return this.owned.all().reduce((sum, { subscribers }) => sum + subscribers, 0);
  }

  keys(): readonly StreamKey[] {
    return this.owned.all().flatMap(({ key, handle }) => (handle === undefined ? [] : [key]));
  }

  /** Streams that run here or are being opened, with the number of their leases as it was last counted. */
  running(): readonly Pick<Owned<Handle>, 'key' | 'subscribers' | 'handle' | 'claim'>[] {
    return this.owned.all();
  }

  handle(topic: string): Handle | undefined {
    return this.owned.get(topic)?.handle;
  }

  /** Names of the other instances that are alive. @throws DomainError STORE_UNAVAILABLE */
  others(): Promise<string[]> {
    return this.lease.others();
  }

  /** The other instance that runs a stream. @throws DomainError STORE_UNAVAILABLE */
  async ownerOf(topic: string): Promise<string | undefined> {
    return (await this.claims.find(STORE.stream(topic))).owner;
  }

  /** Starts or joins a stream. Refuses STREAM_LIMIT, STORE_UNAVAILABLE and whatever the venue refuses. */
  async request(key: StreamKey, subscriber: string, leaseSeconds = DEFAULT_LEASE_SECONDS): Promise<Result<Granted>> {
    try {
      const lease = await this.subscriptions.add(key.topic, subscriber, leaseSeconds, WAIT_SECONDS);
      if (!lease.ok) return lease;
      const { leaseId } = lease.value;
      const running = await this.reached(key, leaseId, subscriber);
      // Its time runs from the answer on, however long the venue took.
      const renewed = await this.subscriptions.renew(leaseId, subscriber);
      return renewed.ok ? ok({ leaseId, leaseSeconds, ...running }) : renewed;
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** Refuses LEASE_UNKNOWN: the subscriber then requests the stream again; STORE_UNAVAILABLE: it renews later. */
  async renew(leaseId: string, subscriber: string): Promise<Result<Lease>> {
    try {
      return await this.subscriptions.renew(leaseId, subscriber);
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** Refuses LEASE_UNKNOWN, STORE_UNAVAILABLE. */
  async release(leaseId: string, subscriber: string): Promise<Result<void>> {
    try {
      const topic = await this.subscriptions.release(leaseId, subscriber);
      if (!topic.ok) return topic;
      const stream = this.owned.get(topic.value);
      if (stream !== undefined) await this.watch.look(stream);
      return ok(undefined);
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** Another instance asks for a stream that runs here, or has to because the adapter is ours. */
  async joined(key: StreamKey): Promise<Result<StreamStanding>> {
    try {
      return ok(this.placeOf(await this.way(key, false)));
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  /** Holds a stream that runs here until the function returned is called. */
  pin(topic: string): () => void {
    const stream = this.owned.get(topic);
    if (stream === undefined) return () => undefined;
    stream.pins++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      stream.pins--;
      void this.watch.lookSoon(stream);
    };
  }

  private async reached(
    key: StreamKey,
    leaseId: string,
    subscriber: string,
  ): Promise<StreamStanding & Pick<Granted, 'status'>> {
    try {
      const running = await this.way(key, true);
      return { ...this.placeOf(running), status: running.started === true ? 'started' : 'joined' };
    } catch (error) {
      // What the store cannot be told runs out by itself.
      await this.subscriptions.release(leaseId, subscriber).catch(() => undefined);
      throw error;
    }
  }

  private placeOf({ here, place }: Running<Handle>): StreamStanding {
    if (place !== undefined) return place;
    if (here?.handle === undefined || here.ended !== undefined)
      throw failure('ADAPTER_FAILED', 'the stream has ended again');
    return this.options.runner.standing(here.handle);
  }

  private async way(key: StreamKey, forward: boolean): Promise<Running<Handle>> {
    for (;;) {
      const stream = this.owned.get(key.topic);
      if (stream?.handle !== undefined && stream.ended === undefined) {
        stream.joins++;
        return { here: stream };
      }
      const known = this.ways.get(key.topic);
      if (known !== undefined) {
        const running = await known;
        if (running !== undefined) return { ...running, started: false };
        continue;
      }
      const running = await this.share(key.topic, this.find(key, forward));
      if (running === undefined) throw failure('STREAM_UNKNOWN', 'the stream does not run in this instance');
      return running;
    }
  }

  /** Until it is settled, others go the same way. */
  private async share(topic: string, way: Way<Handle>): Way<Handle> {
    this.ways.set(topic, way);
    try {
      return await way;
    } finally {
      this.ways.delete(topic);
    }
  }

  /** Undefined only when it does not run here and must not be looked for elsewhere. */
  private async find(key: StreamKey, forward: boolean): Way<Handle> {
    const { clock } = this.options;
    const beganUs = clock.monotonicUs();
    let before: number | undefined;
    for (;;) {
      const found = await this.claims.find(STORE.stream(key.topic));
      before ??= found.version;
      // Somebody tried after we came: that is our answer as well.
      if (found.refusal !== undefined && found.version !== before) throw new DomainError(found.refusal);
      const running = await this.tryWay(key, forward, found);
      if (running !== undefined || !forward) return running;
      const waitedUs = clock.monotonicUs() - beganUs;
      if (waitedUs >= LEASE_WAIT_US && this.problem !== undefined)
        throw failure('STORE_UNAVAILABLE', `this instance has no lease: ${this.problem}`);
      if (waitedUs >= WAIT_SECONDS * US_PER_SECOND) throw failure('ADAPTER_FAILED', 'the stream did not open in time');
      await delay(clock, PAUSE_US);
    }
  }

  /** Undefined: not now, look again. */
  private async tryWay(key: StreamKey, forward: boolean, found: Found): Way<Handle> {
    const stream = this.owned.get(key.topic);
    if (stream !== undefined) return this.here(stream);
    if (found.owner !== undefined) return this.elsewhere(key, found.owner, forward);
    this.owned.checkOpen();
    if (this.lease.token === undefined) return undefined;
    const started = await this.owned.start(key, { found, takenOver: false, failures: 0 });
    if (started === undefined) return undefined;
    if ('owner' in started) return this.elsewhere(key, started.owner, forward);
    const running = await this.here(started);
    return running && { ...running, started: true };
  }

  private async here(stream: Owned<Handle>): Way<Handle> {
    if (stream.closing !== undefined) {
      await stream.closing;
      return undefined;
    }
    try {
      await stream.opened;
    } catch (error) {
      // Not the venue's fault: somebody else may have it by now.
      if (stream.ended === 'lost') return undefined;
      throw error;
    }
    stream.joins++;
    return { here: stream };
  }

  private async elsewhere(key: StreamKey, owner: string, forward: boolean): Way<Handle> {
    if (!forward) return undefined;
    const place = await this.options.peers.join(owner, addressOf(key));
    if (place === undefined) return undefined;
    if (!place.ok) throw new DomainError(place.refusal);
    return { place: place.value };
  }

  /** A stream whose owner is gone: goes on here if somebody still wants it and nobody else was quicker. */
  private async adopt(listing: Listing): Promise<void> {
    const resolved = await this.options.resolve(listing);
    // Not ours to run: without the adapter, or its venue away.
    if (!resolved.ok) return;
    const key = resolved.value;
    if (this.ways.has(key.topic) || this.owned.get(key.topic) !== undefined) return;
    await this.share(key.topic, this.takeOver(key, listing));
  }

  private async takeOver(key: StreamKey, { instance, failures }: Listing): Way<Handle> {
    const found = await this.claims.find(STORE.stream(key.topic));
    if (found.owner !== undefined || found.refusal !== undefined) return undefined;
    const started = await this.owned.start(key, { found, takenOver: true, failures });
    if (started === undefined || 'owner' in started) return undefined;
    this.options.log.warn({ event: 'stream.taken_over', topic: key.topic, from: instance });
    await started.opened;
    return { here: started };
  }
}
