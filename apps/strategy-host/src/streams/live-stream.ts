import { randomUUID } from 'node:crypto';
import { refuse, type MarketDataEvent, type Refusal, type Result, type StreamKind } from '@bourseworks/domain';
import {
  batchFromShape,
  bookFromShape,
  liveTopic,
  MARKET_DATA_REQUEST,
  type LeaseReplyShape,
  type LiveDataReplyShape,
  type MarketDataEvents,
  type SnapshotReplyShape,
  decodeMessage,
  type EncodedMessage,
} from '@bourseworks/dto';
import { SequenceTracker } from '@bourseworks/market-streams';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { InboundMessage, SolaceSession } from '@bourseworks/solace-transport';
import type { StreamQuery } from '@bourseworks/strategy';
import { ask, attempted, mayRetry } from '../bus/ask.js';
import { retry } from '../bus/backoff.js';
import { newCorrelation } from '../bus/correlation.js';
import type { InstrumentBook, KnownInstrument } from './instrument-book.js';

/** Short, so that a restart of market-data is noticed soon: it forgets leases and answers LEASE_UNKNOWN. */
const LEASE_SECONDS = 15;
const RENEW_EVERY_US = 4_000_000;
const ASK_TIMEOUT_MS = 3_000;
const MAX_HELD_BATCHES = 4_096;
const MAX_RESYNC_TRIES = 8;
/** Of the first item of an epoch. */
const FIRST_SEQUENCE = 1;

export interface StreamDeps {
  readonly session: SolaceSession;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly instruments: InstrumentBook;
  /** Who asks for the leases. */
  readonly subscriber: string;
}

export interface StreamReply {
  readonly topic: string;
  readonly status: 'started' | 'joined';
  readonly known: KnownInstrument;
}

export interface StreamNotice {
  readonly state: 'GAP' | 'RESTARTED' | 'LIVE';
  readonly missed: number;
  readonly reason?: string;
}

/** Where a stream delivers. Calls are synchronous, in the order of the topic. */
export interface StreamSink {
  events(
    known: KnownInstrument,
    kind: StreamKind,
    seq0: number,
    events: readonly MarketDataEvent[],
    receivedUs: number,
  ): void;
  notice(known: KnownInstrument, kind: StreamKind, notice: StreamNotice): void;
}

/**
 * One stream of market-data, one bus subscription, whatever the number of strategies behind it. Renews its lease, asks anew
 * when market-data has forgotten it, finds gaps by the sequence, and for books asks for a fresh snapshot.
 */
export class LiveStream {
  readonly tracker = new SequenceTracker();
  gaps = 0;
  private reply: LiveDataReplyShape | undefined;
  private known: KnownInstrument | undefined;
  private topic: string | undefined;
  private timer: Timer | undefined;
  private closed = false;
  /** Batches that wait for the first reply of market-data or for a snapshot; undefined when nothing is awaited. */
  private held: (readonly [message: EncodedMessage, receivedUs: number])[] | undefined = [];
  private resyncing = false;
  private readonly onMessage = (message: InboundMessage): void => this.receive(message);

  constructor(
    readonly query: StreamQuery,
    private readonly sink: StreamSink,
    private readonly deps: StreamDeps,
  ) {}

  /** Subscribes and asks market-data for the stream; tries again for `tries` times while it is away. */
  async open(tries = 20): Promise<Result<StreamReply>> {
    const opened = await retry(
      { clock: this.deps.clock, tries, pauseUs: 200_000, maxPauseUs: 3_000_000, stopped: () => this.closed },
      () => newCorrelation(() => this.request()),
    );
    if (!opened.ok) {
      await this.close();
      return opened;
    }
    this.schedule(RENEW_EVERY_US);
    return opened;
  }

  /** The reply of a stream that is open, for those who join it later. */
  get joined(): StreamReply | undefined {
    if (this.reply === undefined || this.known === undefined) return undefined;
    return { topic: this.reply.topic, status: 'joined', known: this.known };
  }

  /**
   * Asks for a snapshot of a book, which all who read it get. Not where nothing was published yet, as in a replay before its
   * first step: nobody has a book, and the first item will be a snapshot.
   */
  async resync(reason: string): Promise<void> {
    if (this.query.kind !== 'book' || this.resyncing || this.known === undefined) return;
    if (this.tracker.expected === FIRST_SEQUENCE) return;
    this.resyncing = true;
    this.held ??= [];
    const options = {
      clock: this.deps.clock,
      tries: MAX_RESYNC_TRIES,
      pauseUs: 100_000,
      maxPauseUs: 2_000_000,
      stopped: () => this.closed,
    };
    const reply = await retry(options, () => this.snapshot());
    this.resyncing = false;
    if (reply.ok) this.applySnapshot(reply.value);
    else this.deps.log.error({ event: 'stream.resync_failed', topic: this.topic, reason, code: reply.refusal.code });
    this.releaseHeld();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    const { session, subscriber } = this.deps;
    const { topic, reply } = this;
    this.topic = this.reply = undefined;
    if (topic !== undefined) await this.leave(topic);
    if (reply === undefined) return;
    const { leaseId } = reply;
    await ask<LeaseReplyShape>(session, MARKET_DATA_REQUEST.release, { leaseId, subscriber }, ASK_TIMEOUT_MS);
  }

  private async request(): Promise<Result<StreamReply>> {
    const { venue, symbol, kind, adapter } = this.query;
    // Subscribed before asking: what is published between the answer and a later subscription would be lost.
    const listening = await this.listen(this.topic ?? liveTopic(kind, venue, symbol));
    if (!listening.ok) return listening;
    const { session, subscriber, log } = this.deps;
    const body = {
      requestId: randomUUID(),
      venue,
      symbol,
      kind,
      subscriber,
      leaseSeconds: LEASE_SECONDS,
      ...(adapter === undefined ? {} : { adapter }),
    };
    const reply = await ask<LiveDataReplyShape>(session, MARKET_DATA_REQUEST.live, body, ASK_TIMEOUT_MS);
    const known = reply.ok ? this.deps.instruments.define(reply.value.instrument) : reply;
    if (reply.ok) this.reply = reply.value;
    const moved = reply.ok && known.ok ? await this.listen(reply.value.topic) : listening;
    if (this.closed) return this.tooLate();
    if (!reply.ok || !known.ok || !moved.ok) {
      return [reply, known, moved].find(({ ok }) => !ok) as Result<never>;
    }
    const { topic, epoch, sequence, status } = reply.value;
    this.known = known.value;
    const { missed, restarted } = this.tracker.told(epoch, sequence);
    if (restarted) this.restarted(known.value, epoch);
    if (missed > 0) this.gap(known.value, missed, sequence + 1);
    log.info({ event: 'stream.subscribed', topic, venue, symbol, kind, status, sequence });
    await this.resync('subscribed');
    // Held back still, unless a resync has dealt with it or is about to.
    if (!this.resyncing) this.releaseHeld();
    return { ok: true, value: { topic, status, known: known.value } };
  }

  /** Closed while it asked: gives back what the request has brought since. */
  private async tooLate(): Promise<Result<never>> {
    await this.close();
    return refuse('STRATEGY_STATE', 'the stream was closed while it was opened');
  }

  private async listen(topic: string): Promise<Result<void>> {
    if (topic === this.topic) return { ok: true, value: undefined };
    if (this.topic !== undefined) await this.leave(this.topic);
    this.topic = undefined;
    return attempted(async () => {
      await this.deps.session.subscribe(topic, this.onMessage);
      this.topic = topic;
      return { ok: true, value: undefined };
    });
  }

  private async leave(topic: string): Promise<void> {
    try {
      await this.deps.session.unsubscribe(topic, this.onMessage);
    } catch (error) {
      // Nothing of it is delivered any more; only the broker may still send it.
      this.deps.log.warn({ event: 'stream.unsubscribe_failed', topic }, String(error));
    }
  }

  private receive(message: EncodedMessage): void {
    const receivedUs = this.deps.clock.monotonicUs();
    if (this.held === undefined) return this.deliver(message, receivedUs);
    // Beyond the bound the oldest go; the sequence then shows the gap.
    if (this.held.length >= MAX_HELD_BATCHES) this.held.shift();
    this.held.push([message, receivedUs]);
  }

  private releaseHeld(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const [message, receivedUs] of held) this.deliver(message, receivedUs);
  }

  private deliver(message: EncodedMessage, receivedUs: number): void {
    const { known } = this;
    if (known === undefined) return;
    const decoded = decodeMessage(message);
    const batch = decoded.ok ? batchFromShape(this.query.kind, decoded.value, known.instrument) : decoded;
    if (!batch.ok) {
      this.deps.log.error({
        event: 'stream.malformed',
        topic: this.topic,
        code: batch.refusal.code,
        details: batch.refusal.details,
      });
      return;
    }
    this.deliverBatch(known, batch.value, receivedUs);
  }

  private deliverBatch(known: KnownInstrument, { epoch, seq0, events }: MarketDataEvents, receivedUs: number): void {
    const verdict = this.tracker.check(epoch, seq0, events.length);
    if (verdict.from === events.length) return;
    if (verdict.restarted) this.restarted(known, epoch);
    if (verdict.missed > 0) this.gap(known, verdict.missed, seq0);
    if (this.resyncing) return;
    const news = verdict.from === 0 ? events : events.slice(verdict.from);
    this.sink.events(known, this.query.kind, seq0 + verdict.from, news, receivedUs);
  }

  private restarted(known: KnownInstrument, epoch: number): void {
    this.deps.log.warn({ event: 'stream.restarted', topic: this.topic, epoch });
    this.sink.notice(known, this.query.kind, { state: 'RESTARTED', missed: 0 });
    void this.resync('restarted');
  }

  private gap(known: KnownInstrument, missed: number, seq0: number): void {
    this.gaps += 1;
    this.deps.log.warn({ event: 'stream.gap', topic: this.topic, missed, before: seq0 });
    this.sink.notice(known, this.query.kind, { state: 'GAP', missed });
    void this.resync('gap');
  }

  private async snapshot(): Promise<Result<SnapshotReplyShape>> {
    const { venue, symbol, adapter } = this.query;
    const body = { venue, symbol, ...(adapter === undefined ? {} : { adapter }) };
    const { session } = this.deps;
    const reply = await ask<SnapshotReplyShape>(session, MARKET_DATA_REQUEST.snapshot, body, ASK_TIMEOUT_MS);
    if (!reply.ok || !this.tracker.isPast(reply.value.epoch)) return reply;
    return refuse('BUSY', 'the book is of an owner of the stream who has been replaced');
  }

  private applySnapshot({ epoch, sequence, book }: SnapshotReplyShape): void {
    const { known } = this;
    const event = known === undefined ? undefined : bookFromShape(book, known.instrument);
    if (known === undefined || event === undefined) {
      this.deps.log.error({ event: 'stream.malformed', topic: this.topic, code: 'BAD_MESSAGE' });
      return;
    }
    this.tracker.expect(epoch, sequence + 1);
    this.sink.events(known, 'book', sequence, [event], this.deps.clock.monotonicUs());
  }

  private schedule(us: number): void {
    if (!this.closed) this.timer = this.deps.clock.setTimer(us, () => void this.renew());
  }

  private async renew(): Promise<void> {
    if (this.closed || this.reply === undefined) return;
    const { session, subscriber } = this.deps;
    const renewed = await ask<LeaseReplyShape>(
      session,
      MARKET_DATA_REQUEST.renew,
      { leaseId: this.reply.leaseId, subscriber },
      ASK_TIMEOUT_MS,
    );
    if (!renewed.ok && !this.closed) await this.lost(renewed.refusal);
    this.schedule(RENEW_EVERY_US);
  }

  /** The lease is gone or market-data is away: asks for the stream anew, again and again until it is closed. */
  private async lost(refusal: Refusal): Promise<void> {
    this.deps.log.warn({ event: 'stream.lease_lost', topic: this.topic, code: refusal.code });
    if (mayRetry(refusal)) return;
    const again = await newCorrelation(() => this.request());
    if (again.ok && this.known !== undefined) {
      this.sink.notice(this.known, this.query.kind, { state: 'LIVE', missed: 0, reason: 'subscribed again' });
    } else if (!again.ok) {
      this.deps.log.warn({ event: 'stream.resubscribe_failed', topic: this.topic, code: again.refusal.code });
    }
  }
}
