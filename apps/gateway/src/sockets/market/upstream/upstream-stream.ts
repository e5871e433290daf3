import { setTimeout as sleep } from 'node:timers/promises';
import { expectOk, type Instrument, type MarketDataEvent, type StreamState } from '@bourseworks/domain';
import {
  batchFromShape,
  bookFromShape,
  instrumentFromShape,
  liveTopic,
  MARKET_DATA_REQUEST,
  parseLiveTopic,
  statusTopic,
  type InstrumentShape,
  type LiveDataReplyShape,
  type MarketDataEvents,
  type MarketDataStatusShape,
  type SnapshotReplyShape,
  type StreamAddress,
} from '@bourseworks/dto/shapes';
import { SequenceTracker, StreamLease } from '@bourseworks/market-streams';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { PlatformBus } from '../../../bus/platform-bus.js';

/** Batches held while it is not known yet what to expect. */
const MAX_HELD = 1_000;
/** A venue may need a moment for the first book of a stream that has just been started. */
const SNAPSHOT_TRIES = 10;
const SNAPSHOT_PAUSE_MS = 200;
/** A torn book is asked for again and again. */
const RESYNC_AGAIN_US = 2_000_000;

export interface UpstreamDeps {
  readonly bus: PlatformBus;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Who asks for the leases. */
  readonly subscriber: string;
}

/** Where a stream delivers, in the order of its topic. */
export interface UpstreamSink {
  events(events: readonly MarketDataEvent[], from: number, receivedUs: number): void;
  /** Items were lost; with `restarted` the publisher began anew and it is not known how many. */
  gap(missed: number, restarted: boolean): void;
  status(state: StreamState, reason?: string): void;
}

/** One stream of market-data for all sockets that want it: its lease, its items in order, what was missed, its state. */
export class UpstreamStream {
  private readonly tracker = new SequenceTracker();
  private readonly lease: StreamLease;
  private instrument: Instrument | undefined;
  private topic: string;
  private heldBack: unknown[] | undefined = [];
  private readonly endings: (() => void)[] = [];
  private leaveTopic: (() => void) | undefined;
  private resyncing = false;
  /** A fresh book is wanted. */
  private torn = false;
  private closed = false;
  private resyncTimer: Timer | undefined;

  constructor(
    private readonly address: StreamAddress,
    private readonly sink: UpstreamSink,
    private readonly deps: UpstreamDeps,
  ) {
    this.topic = liveTopic(address.kind, address.venue, address.symbol);
    const owner = {
      granted: (reply: LiveDataReplyShape) => this.grantedAgain(reply),
      away: (reason: string) => this.sink.status('STALE', `market-data: ${reason}`),
      back: () => this.sink.status('LIVE', 'market-data answers again'),
    };
    this.lease = new StreamLease(address, owner, deps);
  }

  /** Resolves once the stream is live. @throws DomainError the refusal of market-data or of the bus */
  async open(): Promise<InstrumentShape> {
    try {
      return await this.start();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.closed = true;
    this.heldBack = undefined;
    this.resyncTimer?.cancel();
    this.leaveTopic?.();
    for (const end of this.endings.splice(0)) end();
    void this.lease.release();
  }

  private async start(): Promise<InstrumentShape> {
    // Subscribed before asking: what is published between the answer and a later subscription would be lost.
    await this.listen();
    const reply = await this.lease.request();
    this.instrument = expectOk(instrumentFromShape(reply.instrument));
    const moved = reply.topic !== this.topic;
    if (moved) {
      this.topic = reply.topic;
      await this.listen();
    }
    // On a topic that is listened to only now, anything may come first.
    if (!moved) this.tracker.told(reply.epoch, reply.sequence);
    await this.watchStatus();
    this.watchBus();
    if (this.address.kind === 'book') await this.freshBook();
    else this.releaseHeld();
    return reply.instrument;
  }

  private async listen(): Promise<void> {
    this.leaveTopic?.();
    this.heldBack = [];
    const leave = await this.deps.bus.listen<unknown>(this.topic, (batch) => this.receive(batch));
    if (this.closed) leave();
    else this.leaveTopic = leave;
  }

  private async watchStatus(): Promise<void> {
    const parsed = parseLiveTopic(this.topic);
    const venue = parsed.ok ? parsed.value.venue : this.address.venue;
    const end = await this.deps.bus.listen<MarketDataStatusShape>(
      statusTopic(venue, this.address.symbol),
      ({ topic, epoch, state, reason }) => {
        if (topic === this.topic && !this.tracker.isPast(epoch)) this.sink.status(state, reason);
      },
    );
    if (this.closed) end();
    else this.endings.push(end);
  }

  /** What was published while the bus was away left no hole behind it where nothing followed. */
  private watchBus(): void {
    // It calls back at once when it is up, which is no news.
    let first = this.deps.bus.up;
    const end = this.deps.bus.onUp(() => {
      if (!first && !this.closed) void this.lease.refresh();
      first = false;
    });
    this.endings.push(end);
  }

  private grantedAgain({ epoch, sequence }: LiveDataReplyShape): void {
    const { missed, restarted } = this.tracker.told(epoch, sequence);
    if (missed > 0 || restarted) this.lost(missed, restarted);
    else if (this.address.kind === 'book') void this.resync();
    this.sink.status('LIVE', 'asked for again');
  }

  private receive(batch: unknown): void {
    if (this.heldBack === undefined) return this.deliver(batch);
    // Beyond the bound the oldest go; the sequence then shows the gap.
    if (this.heldBack.length >= MAX_HELD) this.heldBack.shift();
    this.heldBack.push(batch);
  }

  private releaseHeld(): void {
    const held = this.heldBack ?? [];
    this.heldBack = undefined;
    for (const batch of held) this.receive(batch);
  }

  private deliver(payload: unknown): void {
    const { instrument } = this;
    if (instrument === undefined || this.closed) return;
    const receivedUs = this.deps.clock.monotonicUs();
    const batch = batchFromShape(this.address.kind, payload, instrument);
    if (!batch.ok) {
      this.deps.log.error({ event: 'stream.malformed', topic: this.topic, details: batch.refusal.details });
      return;
    }
    this.deliverBatch(batch.value, receivedUs, payload);
  }

  private deliverBatch({ epoch, seq0, events }: MarketDataEvents, receivedUs: number, payload: unknown): void {
    const verdict = this.tracker.check(epoch, seq0, events.length);
    if (verdict.missed > 0 || verdict.restarted) this.lost(verdict.missed, verdict.restarted);
    // A gap of a book holds back what follows until there is a fresh one.
    if (this.heldBack !== undefined) return this.receive(payload);
    if (verdict.from < events.length) this.sink.events(events, verdict.from, receivedUs);
  }

  private lost(missed: number, restarted: boolean): void {
    this.deps.log.warn({ event: 'stream.gap', topic: this.topic, missed, restarted });
    this.sink.gap(missed, restarted);
    if (this.address.kind === 'book') void this.resync();
  }

  private async resync(): Promise<void> {
    if (this.closed) return;
    this.torn = true;
    this.heldBack ??= [];
    if (this.resyncing) return;
    this.resyncing = true;
    try {
      // What was held back behind a fresh book may have a gap of its own.
      while (this.torn && !this.closed) {
        this.torn = false;
        await this.freshBook();
      }
    } finally {
      this.resyncing = false;
    }
  }

  /** A fresh book, and what was held back behind it. */
  private async freshBook(): Promise<void> {
    const { instrument } = this;
    const snapshot = await this.snapshot();
    if (this.closed || instrument === undefined) return;
    const book = snapshot === undefined ? undefined : bookFromShape(snapshot.book, instrument);
    if (snapshot !== undefined && book !== undefined && this.tracker.expect(snapshot.epoch, snapshot.sequence + 1)) {
      this.sink.events([book], 0, this.deps.clock.monotonicUs());
    } else {
      this.resyncTimer?.cancel();
      this.resyncTimer = this.deps.clock.setTimer(RESYNC_AGAIN_US, () => void this.resync());
    }
    this.releaseHeld();
  }

  private async snapshot(): Promise<SnapshotReplyShape | undefined> {
    const { venue, symbol, adapter } = this.address;
    const body = { venue, symbol, ...(adapter === undefined ? {} : { adapter }) };
    for (let tries = 1; !this.closed; tries++) {
      try {
        return await this.deps.bus.ask<SnapshotReplyShape>(MARKET_DATA_REQUEST.snapshot, body);
      } catch (error) {
        if (tries < SNAPSHOT_TRIES) await sleep(SNAPSHOT_PAUSE_MS);
        else {
          this.deps.log.warn({ event: 'stream.resync_failed', topic: this.topic, reason: String(error) });
          return undefined;
        }
      }
    }
    return undefined;
  }
}
