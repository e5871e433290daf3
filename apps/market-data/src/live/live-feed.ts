import { statusTopic, type MarketDataStatusShape } from '@bourseworks/dto/shapes';
import { FEED_TALLIES, formatNanos, type ErrorCode, type Refusal, type StreamState } from '@bourseworks/domain';
import type { Clock, EventLog } from '@bourseworks/ports';
import type { EncodedBatch, StreamStanding, Tallies, TopicPlace } from './live-protocol.js';
import type { LiveStreamOwner } from './live-pool.js';
import type { RecordedFeed } from '../recorder/recorder.service.js';
import type { Outlet, TopicCounters, TopicPublisher } from './publisher.js';
import type { Beginning, EndReason, StreamKey } from './registry/stream-key.js';

/** What was told last, and since when, epoch microseconds. */
export interface FeedState {
  readonly state: StreamState;
  readonly sinceUs: number;
  readonly reason: string | undefined;
  readonly code: ErrorCode | undefined;
}

export interface LiveFeedOptions {
  readonly outlet: Outlet;
  readonly publisher: TopicPublisher;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly beginning: Pick<Beginning, 'epoch' | 'takenOver' | 'holds'>;
  /** Absent = it is not recorded. */
  readonly recorded?: RecordedFeed | undefined;
}

/** What consumers hear at the end of a stream here. */
const ENDS: Record<EndReason, { readonly state: StreamState; readonly reason?: string }> = {
  unused: { state: 'ENDED' },
  stopping: { state: 'STALE', reason: 'the instance that publishes it stops' },
  lost: { state: 'STALE', reason: 'the instance that publishes it has lost its lease' },
};

/** One running stream in the main thread: from the worker to the topic, with its status and its account of what was lost. */
export class LiveFeed implements LiveStreamOwner {
  private readonly startedUs: number;
  private over = false;
  /** Items lost since the last one that left. */
  private missing = 0;
  private gapTold = false;
  private last: FeedState | undefined;
  /** What happened to it at its venue since it began. */
  private readonly tallies: Tallies = {};

  constructor(
    readonly key: StreamKey,
    private readonly options: LiveFeedOptions,
  ) {
    this.startedUs = options.clock.monotonicUs();
    options.publisher.begin(key.topic, options.beginning.epoch);
  }

  /** Where it stands, for whoever joins. */
  standing(): StreamStanding {
    const { state, reason } = this.last ?? {};
    return { ...this.place(), ...(state !== undefined && { state }), ...(reason !== undefined && { reason }) };
  }

  place(): TopicPlace {
    return this.options.publisher.place(this.key.topic);
  }

  /** Undefined before the first state. */
  get told(): FeedState | undefined {
    return this.last;
  }

  /** What was published and lost of it, and what happened to it at its venue. */
  account(): Pick<TopicCounters, 'items' | 'dropped'> & { readonly tallies: Tallies } {
    const { items, dropped } = this.counters;
    return { items, dropped, tallies: this.tallies };
  }

  batch(batch: EncodedBatch): void {
    if (!this.isOurs()) return;
    const { seq0, count, bytes } = batch;
    // Also what the bus refuses now.
    this.options.recorded?.batch(batch, this.options.beginning.epoch);
    if (!this.options.publisher.publish(this.key.topic, seq0, count, bytes)) this.lose(count);
    else if (this.missing > 0) this.recover();
  }

  dropped(count: number): void {
    if (!this.isOurs()) return;
    this.options.publisher.lost(this.key.topic, count);
    this.options.recorded?.hole();
    this.lose(count);
  }

  tally(tallies: Tallies): void {
    for (const what of FEED_TALLIES) {
      const count = tallies[what];
      if (count !== undefined) this.tallies[what] = (this.tallies[what] ?? 0) + count;
    }
  }

  state(state: StreamState, reason?: string, code?: ErrorCode): void {
    // The venue and the opening both say LIVE; consumers want changes.
    if (state === 'LIVE' && this.last?.state === 'LIVE') return;
    if (!this.isOurs()) return;
    this.last = { state, sinceUs: this.options.clock.nowUs(), reason, code };
    const { topic } = this.key;
    this.options.log.info({ event: 'stream.state', topic, state, sequence: this.counters.sequence, reason, code });
    this.tell(state, reason, code);
  }

  /** It is being opened. Its subscribers have missed something if another instance published it before. */
  opening(): void {
    if (this.options.beginning.takenOver) this.state('GAP_START', 'the instance that published it is gone');
  }

  started(): void {
    const { topic, adapter, kind } = this.key;
    const { epoch, takenOver } = this.options.beginning;
    const halted = this.halt();
    this.options.log.info({ event: 'stream.started', topic, adapter, kind, epoch, takenOver });
    if (takenOver) this.state('GAP_END', 'taken over; what came in between is missed');
    this.open(halted);
  }

  reopened(): void {
    this.open(this.halt(), 'reopened');
  }

  /** Open is not live where the venue has halted trading, which it said while it was opened. */
  private open(halted: string | undefined, reason?: string): void {
    if (halted === undefined) this.state('LIVE', reason);
    else if (this.last?.state !== 'HALTED') this.state('HALTED', halted);
  }

  private halt(): string | undefined {
    return this.last?.state === 'HALTED' ? (this.last.reason ?? 'halted') : undefined;
  }

  /** It could not be opened. */
  failed({ code, message }: Refusal): void {
    if (this.options.beginning.takenOver) this.state('STALE', message, code);
    this.finish();
  }

  ended(why: EndReason): void {
    const { topic, adapter, kind } = this.key;
    const { items, messages, dropped } = this.counters;
    this.options.log.info({
      event: 'stream.ended',
      topic,
      adapter,
      kind,
      why,
      items,
      messages,
      dropped,
      ...this.tallies,
      durationMs: Math.round((this.options.clock.monotonicUs() - this.startedUs) / 1_000),
    });
    const { state, reason } = ENDS[why];
    // Under the epoch that is over: a reader that knows the next owner does not listen to it.
    this.tell(state, reason);
    this.finish();
  }

  private finish(): void {
    this.over = true;
    this.options.recorded?.close();
    this.options.publisher.end(this.key.topic);
  }

  /** Asked for each message: without the lease it may be another's, and its connection is being closed. */
  private isOurs(): boolean {
    return !this.over && this.options.beginning.holds() && !this.over;
  }

  private lose(count: number): void {
    if (this.missing === 0) {
      this.options.log.warn({ event: 'stream.gap', topic: this.key.topic, sequence: this.counters.sequence });
      this.gapTold = this.tell('GAP_START', 'items could not be published');
    }
    this.missing += count;
  }

  private recover(): void {
    const reason = `${this.missing} items were not published`;
    // Told late when the session itself was down: consumers get both ends of the gap.
    if (!this.gapTold) this.tell('GAP_START', reason);
    this.missing = 0;
    this.tell('GAP_END', reason);
    this.options.log.warn({ event: 'stream.gap_ended', topic: this.key.topic, reason });
  }

  private tell(state: StreamState, reason?: string, code?: ErrorCode): boolean {
    const { outlet, clock } = this.options;
    const { topic, venue, kind, instrument } = this.key;
    const status: MarketDataStatusShape = {
      state,
      kind,
      topic,
      time: formatNanos(clock.nowUs()),
      ...this.place(),
      ...(reason === undefined ? {} : { reason }),
      ...(code === undefined ? {} : { code }),
    };
    return outlet.tryPublish(statusTopic(venue, instrument.symbol), Buffer.from(JSON.stringify(status))) === undefined;
  }

  private get counters(): ReturnType<TopicPublisher['counters']> {
    return this.options.publisher.counters(this.key.topic);
  }
}
