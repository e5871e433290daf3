import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JSON_CODEC, orderEventTopic, riskEventTopic, type OrderEventShape, type StepTag } from '@bourseworks/dto';
import { TERMINAL_STATUSES } from '@bourseworks/domain';
import { currentCorrelation, Metrics, withCorrelation } from '@bourseworks/observability';
import type { OrderEvent, RiskEvent } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { HEADER, SolaceSession, type SessionStatus } from '@bourseworks/solace-transport';
import { EventWindow } from './event-window.js';
import { orderEventShape, riskEventShape } from './order-event-shape.js';

/** Whoever was away for longer asks the OMS for what it missed. */
const EVENT_TTL_MS = 3_600_000;

/**
 * Publishes order and risk events, guaranteed but in a lock-step replay. A crash may take what the broker has not
 * acknowledged, and a full queue drops: the sequences tell, and a consumer asks for what it missed. The last event of a
 * stream is repeated after an outage or a restart, because a loss at the end leaves no gap to see.
 */
@Injectable()
export class EventPublisher implements OnModuleDestroy {
  readonly window = new EventWindow();
  private readonly lastOfStream = new Map<string, OrderEventShape>();
  private readonly suspect = new Set<string>();
  /** Correlation ids of open orders. */
  private readonly correlations = new Map<string, string>();
  private readonly published;
  private readonly refused;
  private step: StepTag | undefined;
  private counts: Record<string, number> = {};

  constructor(
    private readonly session: SolaceSession,
    private readonly log: EventLog,
    metrics: Metrics,
  ) {
    this.published = metrics.counter('bourseworks_oms_events_published_total', 'Order events published');
    this.refused = metrics.counter(
      'bourseworks_oms_events_refused_total',
      'Order events that the session did not take; repeated later',
    );
    this.session.on('drain', this.repeatLast);
    this.session.on('publisherDrain', this.repeatLast);
    this.session.on('status', this.repeatOnceUp);
    this.session.on('publisher', this.repeatOnceUp);
  }

  onModuleDestroy(): void {
    this.session.off('drain', this.repeatLast);
    this.session.off('publisherDrain', this.repeatLast);
    this.session.off('status', this.repeatOnceUp);
    this.session.off('publisher', this.repeatOnceUp);
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

  /** An event of an earlier life: kept for queries; the last of each stream is repeated on the bus by `repeatLast`. */
  replayed(event: OrderEvent): void {
    const shape = orderEventShape(event);
    this.remember(shape);
    this.suspect.add(streamOf(shape));
  }

  publishRisk(event: RiskEvent): void {
    const shape = riskEventShape(event);
    this.log.warn({ ...shape, event: 'risk.event' });
    this.hand(riskEventTopic(shape.code, shape.scope, shape.id), shape, (code) => {
      if (code !== undefined) this.log.warn({ event: 'risk.event_unpublished', code });
    });
  }

  /** Sends again the last event of each stream whose end may not have arrived: after an outage, and once after a start. */
  readonly repeatLast = (): void => {
    for (const stream of this.suspect) {
      this.suspect.delete(stream);
      const last = this.lastOfStream.get(stream);
      if (last !== undefined) this.send(last);
      if (this.suspect.has(stream)) return;
    }
  };

  private readonly repeatOnceUp = (status: SessionStatus): void => {
    if (status === 'UP') this.repeatLast();
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
    this.hand(orderEventTopic(shape.account, shape.strategy, shape.clOrdId), shape, (code) => {
      if (code === undefined) return this.published.inc();
      this.refused.inc();
      this.suspect.add(streamOf(shape));
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
