import { randomUUID } from 'node:crypto';
import { ok, refuse, US_PER_SECOND, type Instrument, type Result, type StreamKind } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';
import { refusalOf } from '../threads/refusal-of.js';

/** A stream as it is asked for. */
export interface StreamKey {
  readonly topic: string;
  readonly adapter: string;
  readonly venue: string;
  readonly kind: StreamKind;
  readonly instrument: Instrument;
  /** A replay driver publishes on it. */
  readonly driven: boolean;
}

/** What runs a stream. */
export interface StreamRunner<Handle> {
  /** Rejects with DomainError when the stream cannot be opened. */
  open(key: StreamKey): Promise<Handle>;
  close(key: StreamKey, handle: Handle): void;
}

export interface Lease {
  readonly leaseId: string;
  readonly leaseSeconds: number;
}

export interface Granted extends Lease {
  readonly status: 'started' | 'joined';
}

export interface StreamRegistryOptions<Handle> {
  readonly clock: Clock;
  readonly maxStreams: number;
  readonly runner: StreamRunner<Handle>;
  readonly newLeaseId?: () => string;
}

interface LeaseEntry extends Lease {
  readonly subscriber: string;
  readonly stream: StreamEntry<unknown>;
  expiresUs: number;
}

interface StreamEntry<Handle> {
  readonly key: StreamKey;
  opening: Promise<Handle> | undefined;
  handle: Handle | undefined;
  readonly leases: Set<string>;
  /** Holds beside the leases that do not run out: a replay in progress. */
  pins: number;
}

export const DEFAULT_LEASE_SECONDS = 30;
/** Leases of one stream: each request has its own, so that a release never takes a stream from somebody else. */
const MAX_LEASES = 1_000;
const SWEEP_US = US_PER_SECOND;

/**
 * Which streams run and for whom. A stream is opened for its first lease and closed when the last one was released or ran
 * out; requests that arrive while it opens share the opening. A lease that its subscriber does not renew ends by itself,
 * so that a subscriber that died holds nothing.
 */
export class StreamRegistry<Handle> {
  private readonly streams = new Map<string, StreamEntry<Handle>>();
  private readonly leases = new Map<string, LeaseEntry>();
  private readonly newLeaseId: () => string;
  private sweeping: Timer | undefined;

  constructor(private readonly options: StreamRegistryOptions<Handle>) {
    this.newLeaseId = options.newLeaseId ?? randomUUID;
  }

  get size(): number {
    return this.streams.size;
  }

  get leaseCount(): number {
    return this.leases.size;
  }

  keys(): readonly StreamKey[] {
    return [...this.streams.values()].filter((stream) => stream.handle !== undefined).map((stream) => stream.key);
  }

  handle(topic: string): Handle | undefined {
    return this.streams.get(topic)?.handle;
  }

  /** Starts or joins a stream. Refuses STREAM_LIMIT and whatever the venue refuses. */
  async request(key: StreamKey, subscriber: string, leaseSeconds = DEFAULT_LEASE_SECONDS): Promise<Result<Granted>> {
    const known = this.streams.get(key.topic);
    if (known === undefined && this.streams.size >= this.options.maxStreams) {
      return refuse('STREAM_LIMIT', 'too many streams are running', { limit: this.options.maxStreams });
    }
    const stream = known ?? this.start(key);
    if (stream.leases.size >= MAX_LEASES)
      return refuse('STREAM_LIMIT', 'too many leases of one stream', { limit: MAX_LEASES });
    // The lease exists while the stream opens: without it a sweep could close what is just being opened.
    const lease = this.grant(stream, subscriber, leaseSeconds);
    try {
      await stream.opening;
    } catch (error) {
      this.leases.delete(lease.leaseId);
      return { ok: false, refusal: refusalOf(error) };
    }
    // Its time runs from the answer on, however long the venue took.
    lease.expiresUs = this.expiry(leaseSeconds);
    return ok({ leaseId: lease.leaseId, leaseSeconds, status: known === undefined ? 'started' : 'joined' });
  }

  /** Refuses LEASE_UNKNOWN: the subscriber then requests the stream again. */
  renew(leaseId: string, subscriber: string): Result<Lease> {
    const lease = this.leases.get(leaseId);
    if (lease === undefined || lease.subscriber !== subscriber) return unknownLease(leaseId);
    lease.expiresUs = this.expiry(lease.leaseSeconds);
    return ok(lease);
  }

  release(leaseId: string, subscriber: string): Result<Lease> {
    const lease = this.leases.get(leaseId);
    if (lease === undefined || lease.subscriber !== subscriber) return unknownLease(leaseId);
    this.drop(lease);
    return ok(lease);
  }

  /** Holds a running stream until the function returned is called. */
  pin(topic: string): () => void {
    const stream = this.streams.get(topic);
    if (stream === undefined) return () => undefined;
    stream.pins++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      stream.pins--;
      this.closeIfUnused(stream);
    };
  }

  /** Closes everything. */
  stop(): void {
    this.sweeping?.cancel();
    this.leases.clear();
    for (const stream of this.streams.values()) {
      stream.leases.clear();
      stream.pins = 0;
      this.closeIfUnused(stream);
    }
  }

  private start(key: StreamKey): StreamEntry<Handle> {
    const stream: StreamEntry<Handle> = { key, opening: undefined, handle: undefined, leases: new Set(), pins: 0 };
    this.streams.set(key.topic, stream);
    stream.opening = this.open(stream);
    return stream;
  }

  private async open(stream: StreamEntry<Handle>): Promise<Handle> {
    try {
      stream.handle = await this.options.runner.open(stream.key);
    } catch (error) {
      this.streams.delete(stream.key.topic);
      throw error;
    }
    // All leases may have run out while the venue was slow.
    this.closeIfUnused(stream);
    return stream.handle;
  }

  private grant(stream: StreamEntry<Handle>, subscriber: string, leaseSeconds: number): LeaseEntry {
    const leaseId = this.newLeaseId();
    const lease: LeaseEntry = { leaseId, leaseSeconds, subscriber, stream, expiresUs: this.expiry(leaseSeconds) };
    this.leases.set(lease.leaseId, lease);
    stream.leases.add(lease.leaseId);
    this.sweeping ??= this.options.clock.setTimer(SWEEP_US, () => this.sweep());
    return lease;
  }

  private expiry(leaseSeconds: number): number {
    return this.options.clock.monotonicUs() + leaseSeconds * US_PER_SECOND;
  }

  private sweep(): void {
    this.sweeping = undefined;
    const now = this.options.clock.monotonicUs();
    for (const lease of this.leases.values()) {
      // A subscriber cannot renew before it has the answer, which comes when the stream is open.
      if (lease.expiresUs <= now && lease.stream.handle !== undefined) this.drop(lease);
    }
    if (this.leases.size > 0) this.sweeping = this.options.clock.setTimer(SWEEP_US, () => this.sweep());
  }

  private drop(lease: LeaseEntry): void {
    const stream = lease.stream as StreamEntry<Handle>;
    this.leases.delete(lease.leaseId);
    stream.leases.delete(lease.leaseId);
    this.closeIfUnused(stream);
  }

  private closeIfUnused(stream: StreamEntry<Handle>): void {
    if (stream.leases.size > 0 || stream.pins > 0 || stream.handle === undefined) return;
    if (this.streams.get(stream.key.topic) !== stream) return;
    this.streams.delete(stream.key.topic);
    this.options.runner.close(stream.key, stream.handle);
  }
}

function unknownLease(leaseId: string): Result<never> {
  return refuse('LEASE_UNKNOWN', 'the lease is not known, it may have run out', { leaseId });
}
