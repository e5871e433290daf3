import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { JSON_CODEC, orderEventTopic, riskEventTopic, type OrderEventShape, type StepTag } from '@bourseworks/dto';
import { TERMINAL_STATUSES } from '@bourseworks/domain';
import { currentCorrelation, Metrics, withCorrelation } from '@bourseworks/observability';
import type { OrderEvent, RiskEvent } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { HEADER, SolaceSession, type SessionStatus } from '@bourseworks/solace-transport';
import { EventWindow } from './event-window.js';
import { orderEventShape, riskEventShape } from './order-event-shape.js';

/**
 * Publishes order and risk events. Direct messages may be lost: the sequences tell, and a consumer asks for what it missed.
 * The last event of a stream is repeated after an outage or a restart, because a loss at the end leaves no gap to see.
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
    this.session.on('status', this.repeatOnceUp);
  }

  onModuleDestroy(): void {
    this.session.off('drain', this.repeatLast);
    this.session.off('status', this.repeatOnceUp);
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
    const refusal = this.session.tryPublish(
      riskEventTopic(shape.code, shape.scope, shape.id),
      JSON_CODEC.encode(shape),
    );
    if (refusal !== undefined) this.log.warn({ event: 'risk.event_unpublished', code: refusal.code });
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
    const correlation = currentCorrelation();
    const refusal = this.session.tryPublish(
      orderEventTopic(shape.account, shape.strategy, shape.clOrdId),
      JSON_CODEC.encode(shape),
      correlation === undefined ? undefined : { headers: { [HEADER.correlationId]: correlation } },
    );
    if (refusal === undefined) {
      this.published.inc();
      return;
    }
    this.refused.inc();
    this.suspect.add(streamOf(shape));
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
