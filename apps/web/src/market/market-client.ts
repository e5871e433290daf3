import type {
  LiveStream,
  MarketFrame,
  MarketMessage,
  SocketAnswer,
  StreamAddress,
  SubscribeAnswer,
} from '@bourseworks/dto/shapes';
import { keyOf } from './address.js';
import type { StreamEntry, TickStore } from './tick-store.js';

/** The socket as this client needs it: an event, answered or (when it went away) rejected. */
export interface Wire {
  readonly connected: boolean;
  request(event: string, body: unknown): Promise<unknown>;
}

/** The gateway takes at most so many streams in one request. */
const BATCH = 100;
/** Messages kept for an id that no answer has named yet. */
const MAX_EARLY = 512;
/** A panel that moves is unmounted and mounted again: its stream need not end for that. */
const LINGER_MS = 3_000;
/** Streams that could not be opened are asked for again after so long, then twice as long, and so on. */
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

interface Wanted {
  readonly address: StreamAddress;
  holders: number;
}

/**
 * Streams that panels want, kept open over whatever the socket does: subscribed in batches, subscribed again after a
 * reconnect, put right by a snapshot after a gap.
 */
export class MarketClient {
  private readonly wanted = new Map<string, Wanted>();
  private readonly byId = new Map<number, StreamEntry>();
  private readonly idOf = new Map<string, number>();
  private readonly early = new Map<number, MarketMessage[]>();
  /** Keys that a request of this connection is on its way for. */
  private asked = new Set<string>();
  private planned = false;
  private retryPlanned = false;
  private retryMs = FIRST_RETRY_MS;

  constructor(
    private readonly store: TickStore,
    private readonly wire: Wire,
    private readonly later: (work: () => void, ms: number) => unknown = (work, ms) => setTimeout(work, ms),
  ) {}

  /** Keeps a stream open until the returned function is called. */
  retain(address: StreamAddress): () => void {
    const key = keyOf(address);
    const wanted = this.wanted.get(key) ?? { address, holders: 0 };
    wanted.holders++;
    this.wanted.set(key, wanted);
    this.store.entry(address);
    this.plan();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      wanted.holders--;
      this.later(() => this.drop(key), LINGER_MS);
    };
  }

  onConnect(): void {
    this.forgetIds();
    this.retryMs = FIRST_RETRY_MS;
    this.plan();
  }

  onDisconnect(): void {
    this.forgetIds();
    for (const entry of this.store.all()) this.store.setStatus(entry, 'WAITING', 'the connection is down');
  }

  /** Of this session nothing is wanted any more; the next one has a client of its own for the same store. */
  close(): void {
    this.wanted.clear();
    this.onDisconnect();
  }

  onFrame(frame: MarketFrame): void {
    for (const message of frame.m) {
      const entry = this.byId.get(message.id);
      if (entry) this.take(entry, message, frame.at);
      else this.keep(message);
    }
  }

  private take(entry: StreamEntry, message: MarketMessage, at: number): void {
    if (this.store.apply(entry, message, at) === 'gap') this.resnapshot(entry);
  }

  private resnapshot(entry: StreamEntry): void {
    const id = this.idOf.get(entry.key);
    // A request that is lost goes with its connection, and the next one brings a snapshot by itself.
    if (id !== undefined) void this.wire.request('resnapshot', { id }).catch(() => undefined);
  }

  /** A frame may overtake the answer that names its ids. */
  private keep(message: MarketMessage): void {
    if (this.asked.size === 0) return;
    const kept = this.early.get(message.id) ?? [];
    if (kept.length < MAX_EARLY) kept.push(message);
    this.early.set(message.id, kept);
  }

  /** Panels mount together: one request for all of them. */
  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      void this.subscribeMissing();
    });
  }

  private async subscribeMissing(): Promise<void> {
    if (!this.wire.connected) return;
    const missing = this.missing();
    for (let start = 0; start < missing.length; start += BATCH) {
      await this.subscribe(missing.slice(start, start + BATCH));
    }
  }

  /** Wanted, not open, and not asked for. */
  private missing(): StreamAddress[] {
    const isMissing = (key: string) => !this.idOf.has(key) && !this.asked.has(key);
    return [...this.wanted].filter(([key]) => isMissing(key)).map(([, { address }]) => address);
  }

  private async subscribe(streams: readonly StreamAddress[]): Promise<void> {
    const { asked } = this;
    for (const address of streams) asked.add(keyOf(address));
    let answer: SocketAnswer<SubscribeAnswer> | undefined;
    try {
      answer = (await this.wire.request('subscribe', { streams })) as SocketAnswer<SubscribeAnswer>;
    } catch {
      // The connection went, and onConnect subscribes again; or the answer took too long, and a retry does.
    }
    // Ids of an earlier connection stand for nothing in this one.
    if (asked !== this.asked) return;
    if (answer?.ok) this.settle(answer);
    else if (answer) for (const address of streams) this.refuse(address, answer.message);
    for (const address of streams) asked.delete(keyOf(address));
    if (asked.size === 0) this.early.clear();
    if (this.missing().length > 0) this.planRetry();
  }

  /** A venue that is not there yet may come; what was refused once must not stay dark for the day. */
  private planRetry(): void {
    if (this.retryPlanned) return;
    this.retryPlanned = true;
    this.later(() => {
      this.retryPlanned = false;
      void this.subscribeMissing();
    }, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private settle({ subscriptions, rejected }: SubscribeAnswer): void {
    for (const stream of subscriptions) this.name(stream);
    for (const address of rejected) this.refuse(address, address.message);
    // Let go of while they were being opened.
    this.unsubscribe(subscriptions.filter(({ id }) => !this.byId.has(id)).map(({ id }) => id));
  }

  private name({ id, instrument: _instrument, ...address }: LiveStream): void {
    // The gateway may name the default adapter of a stream that was asked for without one.
    const key = this.wanted.has(keyOf(address))
      ? keyOf(address)
      : keyOf({ venue: address.venue, symbol: address.symbol, kind: address.kind });
    const wanted = this.wanted.get(key);
    if (!wanted || this.idOf.get(key) === id) return;
    const entry = this.store.entry(wanted.address);
    entry.state.restart();
    this.idOf.set(key, id);
    this.byId.set(id, entry);
    if (entry.status === 'WAITING' || entry.status === 'REFUSED') this.store.setStatus(entry, 'WAITING');
    for (const message of this.early.get(id) ?? []) this.take(entry, message, Date.now());
    this.early.delete(id);
  }

  private refuse(address: StreamAddress, reason: string): void {
    this.store.setStatus(this.store.entry(address), 'REFUSED', reason);
  }

  private drop(key: string): void {
    const wanted = this.wanted.get(key);
    if (!wanted || wanted.holders > 0) return;
    this.wanted.delete(key);
    const id = this.idOf.get(key);
    this.idOf.delete(key);
    // Whoever wants it again begins with nothing: its last values would pass for fresh.
    this.store.forget(key);
    if (id === undefined) return;
    this.byId.delete(id);
    this.unsubscribe([id]);
  }

  private unsubscribe(ids: readonly number[]): void {
    if (ids.length === 0 || !this.wire.connected) return;
    void this.wire.request('unsubscribe', { ids }).catch(() => undefined);
  }

  private forgetIds(): void {
    this.byId.clear();
    this.idOf.clear();
    this.early.clear();
    this.asked = new Set();
  }
}
