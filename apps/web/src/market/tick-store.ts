import type { MarketMessage, StreamAddress } from '@bourseworks/dto/shapes';
import { keyOf } from './address.js';
import { StreamState, type Applied } from './stream-state.js';

/** WAITING: nothing has come yet. REFUSED: the gateway does not open it. The others are the platform's own words. */
export type StreamStatus =
  | 'WAITING'
  | 'REFUSED'
  | 'LIVE'
  | 'STALE'
  | 'GAP_START'
  | 'GAP_END'
  | 'RESYNCING'
  | 'HALTED'
  | 'ENDED';

/** Mids kept for the small line in the watchlist. */
const TRAIL = 48;
const TRAIL_EVERY_MS = 2_000;
/** Quotes and books that said nothing for so long are shown with their age, whatever the state of their stream. */
export const OLD_AFTER_MS = 10_000;

export class StreamEntry {
  readonly state = new StreamState();
  status: StreamStatus = 'WAITING';
  reason: string | undefined;
  /** Grows with every change that listeners were or will be told of. */
  version = 0;
  /** -1, 0, 1: which way the mid went last. */
  lastMove = 0;
  readonly trail: number[] = [];
  /** When the trail last grew. */
  trailAt = 0;
  /** By this computer's clock: the venue's may be another. 0: never. */
  heardAt = 0;

  constructor(
    readonly key: string,
    readonly address: StreamAddress,
  ) {}

  /** Values may be looked at but not traded on. */
  get isStale(): boolean {
    return this.status !== 'LIVE' && this.status !== 'GAP_END';
  }

  noteMid(before: number | undefined, after: number | undefined, at: number): void {
    if (after === undefined) return;
    if (before !== undefined && before !== after) this.lastMove = Math.sign(after - before);
    if (at - this.trailAt < TRAIL_EVERY_MS) return;
    this.trailAt = at;
    this.trail.push(after);
    if (this.trail.length > TRAIL) this.trail.shift();
  }
}

/** Seconds since the last message, once that is too long for what it last said to pass for the market; else 0. */
export function ageOf(entry: StreamEntry | undefined, now: number): number {
  if (!entry || entry.heardAt === 0 || now - entry.heardAt < OLD_AFTER_MS) return 0;
  return Math.floor((now - entry.heardAt) / 1_000);
}

type Listener = () => void;
export type Feed = (message: MarketMessage, applied: Applied) => void;

/**
 * Market data outside of React: frames change it as they come, those who draw are told once per animation frame and only of
 * what changed. Entries are bounded by what panels retain.
 */
export class TickStore {
  private readonly entries = new Map<string, StreamEntry>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly feeds = new Map<string, Set<Feed>>();
  private readonly dirty = new Set<StreamEntry>();
  private scheduled = false;

  constructor(
    private readonly schedule: (flush: () => void) => void = (flush) => void requestAnimationFrame(flush),
    private readonly now: () => number = () => Date.now(),
  ) {}

  entry(address: StreamAddress): StreamEntry {
    const key = keyOf(address);
    const known = this.entries.get(key);
    if (known) return known;
    const made = new StreamEntry(key, address);
    this.entries.set(key, made);
    return made;
  }

  find(key: string): StreamEntry | undefined {
    return this.entries.get(key);
  }

  forget(key: string): void {
    const entry = this.entries.get(key);
    this.entries.delete(key);
    if (entry) this.dirty.delete(entry);
  }

  all(): Iterable<StreamEntry> {
    return this.entries.values();
  }

  /** Told once per animation frame. */
  subscribe(key: string, listener: Listener): () => void {
    return put(this.listeners, key, listener);
  }

  /** Told of every message at once, for those who must not miss one (bars are built from trades). */
  feed(key: string, feed: Feed): () => void {
    return put(this.feeds, key, feed);
  }

  apply(entry: StreamEntry, message: MarketMessage, at: number): Applied {
    if (message.k === 'status') {
      this.setStatus(entry, message.v.state, message.v.reason);
      return 'applied';
    }
    const before = entry.state.quote?.mid;
    const applied = entry.state.apply(message);
    if (applied === 'applied' || applied === 'lost') {
      entry.heardAt = this.now();
      if (message.k === 'quote' || message.k === 'quote+') entry.noteMid(before, entry.state.quote?.mid, at);
      // The gateway tells of trouble, not of its absence: data are the sign of life.
      if (entry.status === 'WAITING' || entry.status === 'REFUSED') entry.status = 'LIVE';
      this.touch(entry);
    }
    for (const feed of this.feeds.get(entry.key) ?? []) feed(message, applied);
    return applied;
  }

  setStatus(entry: StreamEntry, status: StreamStatus, reason?: string): void {
    if (entry.status === status && entry.reason === reason) return;
    entry.status = status;
    entry.reason = reason;
    this.touch(entry);
  }

  private touch(entry: StreamEntry): void {
    entry.version++;
    this.dirty.add(entry);
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => this.flush());
  }

  private flush(): void {
    this.scheduled = false;
    const changed = [...this.dirty];
    this.dirty.clear();
    for (const { key } of changed) for (const listener of this.listeners.get(key) ?? []) listener();
  }
}

function put<T>(sets: Map<string, Set<T>>, key: string, value: T): () => void {
  const set = sets.get(key) ?? new Set<T>();
  sets.set(key, set);
  set.add(value);
  return () => {
    set.delete(value);
    if (set.size === 0 && sets.get(key) === set) sets.delete(key);
  };
}
