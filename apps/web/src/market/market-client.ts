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
  private pending = 0;
  private planned = false;

  constructor(
    private readonly store: TickStore,
    private readonly wire: Wire,
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
      setTimeout(() => this.drop(key), LINGER_MS);
    };
  }

  onConnect(): void {
    this.forgetIds();
    this.plan();
  }

  onDisconnect(): void {
    this.forgetIds();
    for (const entry of this.store.all()) this.store.setStatus(entry, 'WAITING', 'the connection is down');
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
    if (this.pending === 0) return;
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
    const missing = [...this.wanted].filter(([key]) => !this.idOf.has(key)).map(([, { address }]) => address);
    for (let start = 0; start < missing.length; start += BATCH) {
      await this.subscribe(missing.slice(start, start + BATCH));
    }
  }

  private async subscribe(streams: readonly StreamAddress[]): Promise<void> {
    this.pending++;
    try {
      const answer = (await this.wire.request('subscribe', { streams })) as SocketAnswer<SubscribeAnswer>;
      if (answer.ok) this.settle(answer);
      else for (const address of streams) this.refuse(address, answer.message);
    } catch {
      // The connection went: onConnect subscribes again.
    } finally {
      this.pending--;
      if (this.pending === 0) this.early.clear();
    }
  }

  private settle({ subscriptions, rejected }: SubscribeAnswer): void {
    for (const stream of subscriptions) this.name(stream);
    for (const address of rejected) this.refuse(address, address.message);
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
    if (id === undefined) return;
    this.byId.delete(id);
    if (this.wire.connected) void this.wire.request('unsubscribe', { ids: [id] }).catch(() => undefined);
  }

  private forgetIds(): void {
    this.byId.clear();
    this.idOf.clear();
    this.early.clear();
  }
}
