import { DomainError, type ErrorCode } from '@bourseworks/domain';
import { SeededRng, type Clock, type EventLog, type KeyValue } from '@bourseworks/ports';
import { refusalOf } from '../../threads/refusal-of.js';
import { AdapterClaims, type Elsewhere } from './adapter-claims.js';
import type { Claim, Claims, Found } from './claims.js';
import type { InstanceLease } from './instance-lease.js';
import { listingText } from './listing.js';
import { STORE } from './store-names.js';
import { addressOf, type EndReason, type StreamKey, type StreamRunner } from './stream-key.js';

/** A stream that runs here, or is being opened here. */
export interface Owned<Handle> {
  readonly key: StreamKey;
  claim: Claim;
  readonly takenOver: boolean;
  /** Openings in a row that failed before. */
  failures: number;
  readonly abort: AbortController;
  /** Rejects with DomainError when it cannot be opened. */
  opened: Promise<void>;
  handle: Handle | undefined;
  /** Holds beside the leases that do not run out: a replay in progress. */
  pins: number;
  /** How often somebody joined: who looks for subscribers has to see the latest. */
  joins: number;
  /** As they were last counted. */
  subscribers: number;
  keptUs: number;
  lookedUs: number;
  ended: EndReason | undefined;
  /** Set while it is given up: resolves when anybody may claim it. */
  closing: Promise<void> | undefined;
}

export interface OwnedStreamsOptions<Handle> {
  readonly store: KeyValue;
  readonly claims: Claims;
  readonly lease: InstanceLease;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly maxStreams: number;
  readonly runner: StreamRunner<Handle>;
}

export interface Start {
  readonly found: Found;
  readonly takenOver: boolean;
  readonly failures: number;
}

/** How long a stream that could not be opened is left alone, with each failure in a row twice as long. */
const FIRST_PAUSE_US = 1_000_000;
const LONGEST_PAUSE_US = 30_000_000;
const MAX_DOUBLINGS = 5;
/** After a refused login: repeated at once it locks the account. */
const LOGIN_PAUSE_US = 60_000_000;

/** The streams that this instance has claimed: from the claim to its end. */
export class OwnedStreams<Handle> {
  private readonly streams = new Map<string, Owned<Handle>>();
  private readonly adapters: AdapterClaims;
  private readonly rng = new SeededRng(process.pid);
  /** Claims under way; they count as streams. */
  private starting = 0;
  private stopped = false;

  constructor(private readonly options: OwnedStreamsOptions<Handle>) {
    this.adapters = new AdapterClaims(options.claims, options.log);
  }

  get size(): number {
    return this.streams.size;
  }

  get(topic: string): Owned<Handle> | undefined {
    return this.streams.get(topic);
  }

  all(): Owned<Handle>[] {
    return [...this.streams.values()];
  }

  /**
   * Claims a stream without an owner, and begins to open it; elsewhere if another instance has all of the adapter's streams.
   * Undefined: somebody else was quicker.
   * @throws DomainError STREAM_LIMIT, STORE_UNAVAILABLE
   */
  async start(key: StreamKey, start: Start): Promise<Owned<Handle> | Elsewhere | undefined> {
    const { maxStreams } = this.options;
    if (this.streams.size + this.starting >= maxStreams)
      throw new DomainError({
        code: 'STREAM_LIMIT',
        message: 'too many streams are running',
        details: { limit: maxStreams },
      });
    this.starting++;
    if (key.oneConnection) this.adapters.hold(key.adapter);
    try {
      const owner = key.oneConnection ? await this.adapters.take(key.adapter) : 'ours';
      if (owner !== 'ours') return owner;
      const claim = await this.options.claims.take(STORE.stream(key.topic), start.found);
      // With the lease of this instance its claims end as well.
      this.checkOpen();
      return claim === undefined ? undefined : this.begin(key, claim, start);
    } finally {
      this.starting--;
      if (key.oneConnection) this.adapters.release(key.adapter);
      await this.leaveAdapter(key);
    }
  }

  /** @throws DomainError ADAPTER_FAILED when the service stops: nothing is started any more */
  checkOpen(): void {
    if (this.stopped) throw new DomainError({ code: 'ADAPTER_FAILED', message: 'the service stops' });
  }

  /** Gives a stream up that nobody wants. */
  async close(stream: Owned<Handle>): Promise<void> {
    if (stream.ended !== undefined) return stream.closing;
    this.end(stream, 'unused');
    stream.closing = this.giveBack(stream);
    return stream.closing;
  }

  /** The lease of this instance is over: others may own it all by now. */
  loseAll(): void {
    for (const stream of this.streams.values()) this.lose(stream);
    this.adapters.clear();
  }

  stopAll(): void {
    this.stopped = true;
    for (const stream of this.streams.values()) {
      this.end(stream, 'stopping');
      this.streams.delete(stream.key.topic);
    }
  }

  /** So that the claim does not run out in the store, and the stream is found by those who look for orphans. */
  async keep(stream: Owned<Handle>): Promise<void> {
    const { clock, claims } = this.options;
    const { topic, adapter, oneConnection } = stream.key;
    const claim = await claims.keep(STORE.stream(topic), stream.claim);
    const isKept = claim !== undefined && (!oneConnection || (await this.adapters.keep(adapter)));
    if (stream.ended !== undefined) return;
    if (!isKept) return this.lose(stream);
    stream.claim = claim;
    await this.list(stream);
    stream.keptUs = clock.monotonicUs();
  }

  private begin(key: StreamKey, claim: Claim, { takenOver, failures }: Start): Owned<Handle> {
    const now = this.options.clock.monotonicUs();
    const stream: Owned<Handle> = {
      key,
      claim,
      takenOver,
      failures,
      abort: new AbortController(),
      opened: Promise.resolve(),
      handle: undefined,
      pins: 0,
      joins: 0,
      subscribers: 1,
      keptUs: now,
      lookedUs: now,
      ended: undefined,
      closing: undefined,
    };
    this.streams.set(key.topic, stream);
    stream.opened = this.open(stream);
    // Whoever waits for it hears it; a stream that was taken over has nobody who waits.
    stream.opened.catch(() => undefined);
    return stream;
  }

  private async open(stream: Owned<Handle>): Promise<void> {
    const { runner } = this.options;
    const { key, claim, takenOver, abort } = stream;
    try {
      await this.list(stream);
      const holds = (): boolean => this.holds(stream);
      const handle = await runner.open(key, { epoch: claim.epoch, takenOver, signal: abort.signal, holds });
      if (stream.ended !== undefined) {
        runner.close(key, handle, stream.ended);
        throw new DomainError({ code: 'STREAM_UNKNOWN', message: `the stream ended while it was opened` });
      }
      stream.handle = handle;
    } catch (error) {
      await this.failed(stream, error);
      throw error;
    }
    if (stream.failures === 0) return;
    stream.failures = 0;
    await this.whileItLasts('listed', () => this.list(stream));
  }

  /** Asked before every message: an instance that stood still must not go on where it was. */
  private holds(stream: Owned<Handle>): boolean {
    return this.options.lease.holds() && stream.ended === undefined;
  }

  private async failed(stream: Owned<Handle>, error: unknown): Promise<void> {
    const { claims, log } = this.options;
    const { topic } = stream.key;
    const refusal = refusalOf(error);
    if (stream.ended === undefined) {
      log.warn({ event: 'stream.not_opened', topic, code: refusal.code, reason: refusal.message });
      stream.ended = 'unused';
      stream.failures++;
      await this.whileItLasts('failed', async () => {
        await this.list(stream);
        await claims.fail(STORE.stream(topic), stream.claim, refusal, this.pauseUs(stream.failures, refusal.code));
      });
    }
    if (stream.closing === undefined) this.forget(stream);
    await this.leaveAdapter(stream.key);
  }

  private pauseUs(failures: number, code: ErrorCode): number {
    if (code === 'ADAPTER_LOGIN') return LOGIN_PAUSE_US;
    const fullUs = Math.min(LONGEST_PAUSE_US, FIRST_PAUSE_US * 2 ** Math.min(failures - 1, MAX_DOUBLINGS));
    return Math.round(fullUs * (0.5 + this.rng.next() / 2));
  }

  private async giveBack(stream: Owned<Handle>): Promise<void> {
    const { store, claims } = this.options;
    const { topic } = stream.key;
    await this.whileItLasts('closed', async () => {
      // In this order: what the next owner lists must stay.
      await store.removeFrom(STORE.streams, topic);
      await claims.drop(STORE.stream(topic), stream.claim);
    });
    this.forget(stream);
    await this.leaveAdapter(stream.key);
  }

  /** With the last of its streams others may have the adapter. */
  private async leaveAdapter({ adapter, oneConnection }: StreamKey): Promise<void> {
    if (!oneConnection || this.all().some(({ key }) => key.adapter === adapter)) return;
    await this.whileItLasts('adapter left', () => this.adapters.drop(adapter));
  }

  private lose(stream: Owned<Handle>): void {
    this.end(stream, 'lost');
    this.forget(stream);
  }

  private end(stream: Owned<Handle>, why: EndReason): void {
    if (stream.ended !== undefined) return;
    stream.ended = why;
    stream.abort.abort();
    if (stream.handle !== undefined) this.options.runner.close(stream.key, stream.handle, why);
  }

  private forget(stream: Owned<Handle>): void {
    if (this.streams.get(stream.key.topic) === stream) this.streams.delete(stream.key.topic);
  }

  private async list({ key, claim, failures }: Owned<Handle>): Promise<void> {
    const text = listingText({ ...addressOf(key), instance: claim.instance, token: claim.token, failures });
    const { store, claims } = this.options;
    await store.putIn(STORE.streams, key.topic, text, claims.ttlUs);
  }

  /** What the store cannot be told now, it finds out when the lease of this instance has run out, or at the next turn. */
  private async whileItLasts(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.options.log.warn({ event: 'registry.not_told', what, reason: refusalOf(error).message });
    }
  }
}
