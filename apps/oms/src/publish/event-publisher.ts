import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JSON_CODEC, orderEventTopic, riskEventTopic, type OrderEventShape, type StepTag } from '@bourseworks/dto';
import { TERMINAL_STATUSES } from '@bourseworks/domain';
import { currentCorrelation, Metrics, withCorrelation } from '@bourseworks/observability';
import type { OrderEvent, RiskEvent } from '@bourseworks/order-engine';
import { EventLog, type Timer } from '@bourseworks/ports';
import { HEADER, SolaceSession, type SessionStatus } from '@bourseworks/solace-transport';
import { OmsClock } from '../core/oms-clock.js';
import { EventArchive } from './event-archive.js';
import { EventWindow, type EventPage } from './event-window.js';
import { orderEventShape, riskEventShape } from './order-event-shape.js';
import { PublishProgress } from './publish-progress.js';

/** Whoever was away for longer asks the OMS for what it missed. */
const EVENT_TTL_MS = 3_600_000;

/** Events that are repeated at a time: less than the session takes, so that new ones find room. */
const REPEATED = 256;

/** What was refused is offered again after this, and at most that, long: not every refusal ends with a notice. */
const FIRST_REPEAT_US = 1_000_000;
const MAX_REPEAT_US = 30_000_000;

/**
 * Publishes order and risk events, guaranteed but in a lock-step replay. Each order event is handed over until the broker has
 * it: what an outage or a full queue refused is repeated, in order, when there is room again, and after a restart everything
 * from where the last life is known to have got to. A consumer may see an event twice, and knows it by its sequence.
 */
@Injectable()
export class EventPublisher implements OnModuleDestroy {
  readonly window = new EventWindow();
  /** Called with `publishedThrough` when it may have moved. */
  onProgress: (through: number) => void = () => undefined;
  private progress = new PublishProgress();
  private readonly lastOfStream = new Map<string, OrderEventShape>();
  /** Correlation ids of open orders. */
  private readonly correlations = new Map<string, string>();
  private readonly published;
  private readonly refused;
  private step: StepTag | undefined;
  private counts: Record<string, number> = {};
  private repeating = false;
  private repeatsLast = false;
  private destroyed = false;
  private repeatTimer: Timer | undefined;
  private repeatUs = FIRST_REPEAT_US;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly session: SolaceSession,
    private readonly log: EventLog,
    metrics: Metrics,
    private readonly archive: EventArchive,
    private readonly clock: OmsClock,
  ) {
    this.published = metrics.counter('bourseworks_oms_events_published_total', 'Order events published');
    this.refused = metrics.counter(
      'bourseworks_oms_events_refused_total',
      'Order events that the session did not take; repeated later',
    );
    this.session.on('drain', this.repeatMissed);
    this.session.on('publisherDrain', this.repeatMissed);
    this.session.on('status', this.repeatOnceUp);
    this.session.on('publisher', this.repeatOnceUp);
  }

  onModuleDestroy(): void {
    this.destroyed = true;
    this.repeatTimer?.cancel();
    this.session.off('drain', this.repeatMissed);
    this.session.off('publisherDrain', this.repeatMissed);
    this.session.off('status', this.repeatOnceUp);
    this.session.off('publisher', this.repeatOnceUp);
  }

  /** Every order event up to here is at the broker. */
  get publishedThrough(): number {
    return this.progress.through;
  }

  /** From now on events carry this tag, and are counted per strategy. */
  beginRound(step: StepTag): void {
    this.step = step;
    this.counts = {};
  }

  /** Events published per strategy since the round began. */
  roundCounts(): Readonly<Record<string, number>> {
    return this.counts;
  }

  publish(event: OrderEvent): void {
    const shape = orderEventShape(event, this.step);
    this.remember(shape);
    this.counts[shape.strategy] = (this.counts[shape.strategy] ?? 0) + 1;
    const emit = (): void => {
      this.logEvent(shape);
      this.send(shape);
    };
    const correlation = this.correlationOf(shape);
    if (correlation === undefined) emit();
    else withCorrelation(correlation, emit);
  }

  /** An event of an earlier life, kept for queries; `resume` publishes what may not be out. */
  replayed(event: OrderEvent): void {
    this.remember(orderEventShape(event));
  }

  /** The state was restored: events up to `sequence` are in the archive alone; `streams` are the last numbers of each stream. */
  restored(sequence: number, streams: Iterable<readonly [stream: string, streamSequence: number]>): void {
    this.window.beginAfter(sequence, streams);
  }

  /**
   * Told before the first event of this life: earlier ones up to `lastSequence` are in the journal, and published up to
   * `publishedThrough`. Undefined where that was never written down.
   */
  begin(publishedThrough: number | undefined, lastSequence: number): void {
    this.progress = new PublishProgress(publishedThrough ?? lastSequence);
    this.repeatsLast = publishedThrough === undefined;
    if (publishedThrough === undefined || publishedThrough >= lastSequence) return;
    this.progress.miss(publishedThrough + 1, lastSequence);
  }

  /**
   * Publishes what earlier lives may not have: every event after what is known to be out; where nothing is known, the last one
   * of each stream, whose loss no later one would show.
   */
  resume(): void {
    if (!this.repeatsLast) return this.repeatMissed();
    this.repeatsLast = false;
    const latest = [...this.lastOfStream.values()].sort((a, b) => a.sequence - b.sequence);
    for (const shape of latest) this.send(shape);
  }

  /** Resolves once every event is at the broker. */
  settled(): Promise<void> {
    if (this.progress.isSettled) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  publishRisk(event: RiskEvent): void {
    const shape = riskEventShape(event);
    this.log.warn({ ...shape, event: 'risk.event' });
    this.hand(riskEventTopic(shape.code, shape.scope, shape.id), shape, (code) => {
      if (code !== undefined) this.log.warn({ event: 'risk.event_unpublished', code });
    });
  }

  /** Repeats what the broker has not got, a part at a time, until it refuses again. */
  readonly repeatMissed = (): void => {
    if (this.repeating || this.progress.toRepeat === undefined) return;
    this.repeating = true;
    this.repeat()
      .catch((error: Error) => this.log.warn({ event: 'order_event.repeat_failed', reason: error.message }))
      .finally(() => {
        this.repeating = false;
        this.moved();
      });
  };

  private async repeat(): Promise<void> {
    const { progress } = this;
    for (let from = progress.toRepeat; from !== undefined; from = progress.toRepeat) {
      const through = progress.repeatThrough;
      // What is refused from here on is counted anew.
      progress.beginRepeat();
      let open: number | undefined = from;
      let refused = true;
      try {
        const { events, more } = await this.page(from - 1, through);
        const taken = await Promise.all(events.map((shape) => this.deliver(shape)));
        const first = events.find((_, i) => taken[i] !== true);
        refused = first !== undefined;
        open = first?.sequence ?? (more ? (events.at(-1)?.sequence ?? from) + 1 : undefined);
      } finally {
        if (open !== undefined) progress.miss(open, through);
        progress.endRepeat();
      }
      if (refused) return;
    }
  }

  private page(afterSequence: number, throughSequence: number): EventPage | Promise<EventPage> {
    const filter = { afterSequence };
    if (this.window.holds(filter)) return this.window.find(filter, REPEATED, (e) => e.sequence <= throughSequence);
    return this.archive.find({ filter, executionsOnly: false, limit: REPEATED, throughSequence });
  }

  private readonly repeatOnceUp = (status: SessionStatus): void => {
    if (status === 'UP') this.repeatMissed();
  };

  private remember(shape: OrderEventShape): void {
    this.window.add(shape);
    this.lastOfStream.set(streamOf(shape), shape);
  }

  /** The id of the request that made the order follows it to its last fill. */
  private correlationOf(shape: OrderEventShape): string | undefined {
    const correlation = currentCorrelation() ?? this.correlations.get(shape.clOrdId);
    if (TERMINAL_STATUSES.has(shape.ordStatus)) this.correlations.delete(shape.clOrdId);
    else if (correlation !== undefined) this.correlations.set(shape.clOrdId, correlation);
    return correlation;
  }

  private send(shape: OrderEventShape): void {
    const settle = this.progress.hand(shape.sequence);
    void this.deliver(shape).then((taken) => {
      settle(taken);
      this.moved();
    });
  }

  private moved(): void {
    this.onProgress(this.progress.through);
    if (this.progress.isSettled) {
      this.repeatUs = FIRST_REPEAT_US;
      for (const resolve of this.waiting.splice(0)) resolve();
    } else if (!this.repeating && this.progress.toRepeat !== undefined) this.repeatLater();
  }

  private repeatLater(): void {
    if (this.destroyed) return;
    this.repeatTimer ??= this.clock.setTimer(this.repeatUs, () => {
      this.repeatTimer = undefined;
      this.repeatUs = Math.min(2 * this.repeatUs, MAX_REPEAT_US);
      this.repeatMissed();
    });
  }

  private deliver(shape: OrderEventShape): Promise<boolean> {
    return new Promise((resolve) => {
      this.hand(orderEventTopic(shape.account, shape.strategy, shape.clOrdId), shape, (code) => {
        (code === undefined ? this.published : this.refused).inc();
        resolve(code === undefined);
      });
    });
  }

  /** Hands an event to the broker; `told` hears once it has it, or the code of what prevented that. */
  private hand(topic: string, shape: object, told: (code?: string) => void): void {
    const { session } = this;
    const body = JSON_CODEC.encode(shape);
    const correlation = currentCorrelation();
    const headers = correlation === undefined ? {} : { headers: { [HEADER.correlationId]: correlation } };
    if (session.publisherStatus === undefined) return told(session.tryPublish(topic, body, headers)?.code);
    session.publishGuaranteed(topic, body, { ...headers, ttlMs: EVENT_TTL_MS }).then(
      () => told(),
      (error: { readonly code: string }) => told(error.code),
    );
  }

  private logEvent(shape: OrderEventShape): void {
    const {
      account,
      strategy,
      clOrdId,
      execType,
      ordStatus,
      symbol,
      side,
      quantity,
      lastQty,
      lastPx,
      cumQty,
      leavesQty,
      code,
      reason,
    } = shape;
    const fields = {
      account,
      strategy,
      clOrdId,
      execType,
      ordStatus,
      symbol,
      side,
      quantity,
      lastQty,
      lastPx,
      cumQty,
      leavesQty,
      code,
      reason,
    };
    const refused = execType === 'Denied' || execType === 'Rejected';
    this.log[refused ? 'warn' : 'info']({ event: `order.${execType}`, venueTime: shape.venueTime, ...fields });
  }
}

function streamOf(shape: OrderEventShape): string {
  return `${shape.account}/${shape.strategy}`;
}
