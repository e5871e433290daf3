import { AsyncResource } from 'node:async_hooks';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { instrumentToShape, type HistoricalDataPartShape } from '@bourseworks/dto/shapes';
import { ok, refuse, US_PER_DAY, type Adjustment, type Result, type StreamKind } from '@bourseworks/domain';
import { Metrics, ReadinessRegistry } from '@bourseworks/observability';
import { Clock, EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceSession } from '@bourseworks/solace-transport';
import type { Observable } from 'rxjs';
import { MarketDataConfig } from '../config/market-data-config.js';
import { LiveService } from '../live/live.service.js';
import type { Served } from '../instruments/instrument-catalogue.js';
import { ThreadSources } from '../threads/thread-sources.js';
import { HistoryParts } from './history-parts.js';
import { HistoryPool, type HistoryReader } from './history-pool.js';

export interface HistoryRequest {
  readonly requestId: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  readonly adapter?: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly adjustment?: Adjustment;
}

/** A requester that takes nothing for so long is given up, ms. */
const WRITABLE_TIMEOUT_MS = 5_000;
/** Log progress of a long answer every so many parts. */
const PROGRESS_PARTS = 100;

/** History requests: checked here, read in the pool, answered in parts as fast as the bus takes them. */
@Injectable()
export class HistoryService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly pool: HistoryPool;
  private readonly items;
  private readonly preparing = new Set<string>();

  constructor(
    sources: ThreadSources,
    metrics: Metrics,
    readiness: ReadinessRegistry,
    private readonly config: MarketDataConfig,
    private readonly live: LiveService,
    private readonly session: SolaceSession,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {
    this.pool = new HistoryPool({
      workers: config.historyWorkers,
      queue: config.historyQueue,
      data: sources.data,
      clock,
      log,
    });
    this.items = metrics.counter('bourseworks_history_items_total', 'Items of history sent');
    readiness.register('history-workers', () => ({
      up: this.pool.isUp,
      detail: { crashes: this.pool.crashes, active: this.pool.active },
    }));
  }

  onModuleInit(): void {
    this.pool.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.pool.stop();
  }

  get active(): number {
    return this.pool.active;
  }

  cancel(requestId: string): boolean {
    // A request that is still being looked up is not in the pool yet.
    return this.preparing.delete(requestId) || this.pool.cancel(requestId);
  }

  /** The answer in parts, the last with `end`. Fails with CodedRpcException once it has begun. */
  async request(request: HistoryRequest): Promise<Result<Observable<HistoricalDataPartShape>>> {
    const { requestId, venue, symbol, kind, fromUs, toUs } = request;
    const maxDays = this.config.historyMaxDays;
    if (!(fromUs < toUs) || toUs - fromUs > maxDays * US_PER_DAY) {
      return refuse('HISTORY_RANGE_INVALID', 'the range is empty, reversed or too long', { maxDays });
    }
    if (this.preparing.has(requestId))
      return refuse('BAD_REQUEST', 'a request of this requestId is running', { requestId });
    this.preparing.add(requestId);
    try {
      const served = await this.live.catalogue.findKind(venue, symbol, kind, request.adapter);
      if (!this.preparing.has(requestId)) return refuse('HISTORY_CANCELLED', 'the history request was cancelled');
      return served.ok ? this.read(request, served.value) : served;
    } finally {
      this.preparing.delete(requestId);
    }
  }

  /** Gives the request to the pool; the answer begins when the transport listens. */
  private read(request: HistoryRequest, { adapter, instrument }: Served): Result<Observable<HistoricalDataPartShape>> {
    const { requestId, venue, symbol, kind, fromUs, toUs, adjustment = 'raw' } = request;
    const parts = new HistoryParts({
      requestId,
      instrument: instrumentToShape(instrument),
      flushed: () => this.flushed(),
      abandoned: () => void this.pool.cancel(requestId),
    });
    const startedUs = this.clock.monotonicUs();
    // The worker's answer comes outside of the request: bound, so that its line carries the correlation id.
    const told = AsyncResource.bind((event: string, fields: object = {}): void => {
      this.items.inc(parts.itemCount);
      const durationMs = Math.round((this.clock.monotonicUs() - startedUs) / 1_000);
      this.log.info({
        event,
        requestId,
        venue,
        symbol,
        kind,
        parts: parts.partCount,
        items: parts.itemCount,
        durationMs,
        ...fields,
      });
    });
    const reader: HistoryReader = {
      part: async (items) => {
        await parts.part(items);
        if (parts.partCount % PROGRESS_PARTS === 0) {
          this.log.info({ event: 'history.progress', requestId, parts: parts.partCount, items: parts.itemCount });
        }
      },
      end: () => void parts.end().then(() => told('history.served')),
      fail: ({ code, message, details }) => {
        const failed = parts.fail(new CodedRpcException(code, message, details));
        void failed.then(() => told('history.failed', { code, reason: message }));
      },
    };
    const refused = this.pool.submit(
      { requestId, adapter: adapter.name, query: { instrument, kind, fromUs, toUs, adjustment } },
      reader,
    );
    return refused ?? ok(parts.stream);
  }

  /** Resolves when what was handed out has gone into the session and that takes more. */
  private async flushed(): Promise<void> {
    // Replies leave on the next tick; only then does the session know whether it is full.
    await new Promise((resolve) => setImmediate(resolve));
    await this.session.whenWritable(WRITABLE_TIMEOUT_MS);
  }
}
