import { AsyncResource } from 'node:async_hooks';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ok, refuse, US_PER_DAY, type Adjustment, type Result, type StreamKind } from '@bourseworks/domain';
import type { HistorySource } from '@bourseworks/dto/shapes';
import { Metrics, ReadinessRegistry } from '@bourseworks/observability';
import { Clock, EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceSession, type SolaceEncoded } from '@bourseworks/solace-transport';
import type { Observable } from 'rxjs';
import { MarketDataConfig } from '../config/market-data-config.js';
import { LiveService } from '../live/live.service.js';
import type { Served } from '../instruments/instrument-catalogue.js';
import { ThreadSources } from '../threads/thread-sources.js';
import { HistoryChanges } from './history-changes.js';
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
  /** Absent = the venue. */
  readonly source?: HistorySource;
  /** Who may cancel it; absent = nobody but the session that asked. */
  readonly subscriber?: string;
}

/** A request that is being looked up, read, or waits. */
interface Running {
  readonly subscriber: string | undefined;
  isCancelled: boolean;
}

/** A requester that takes nothing for so long is given up, ms. */
const WRITABLE_TIMEOUT_MS = 5_000;
/** Log progress of a long answer every so many parts. */
const PROGRESS_PARTS = 400;

/** History requests: checked here, read in the pool, answered in parts as fast as the bus takes them. */
@Injectable()
export class HistoryService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly pool: HistoryPool;
  private readonly items;
  private readonly keptItems;
  private readonly changes = new HistoryChanges();
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly sources: ThreadSources,
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
      data: sources.withCache(config),
      clock,
      log,
    });
    this.items = metrics.counter('bourseworks_history_items_total', 'Items of history sent');
    this.keptItems = metrics.counter(
      'bourseworks_history_kept_items_total',
      'Items of history sent that came from the cache',
    );
    readiness.register('history-workers', () => ({
      up: this.pool.isUp,
      detail: { crashes: this.pool.crashes, active: this.pool.active },
    }));
  }

  onModuleInit(): void {
    this.pool.start();
    this.changes.hear((change) => {
      this.log.info({ event: 'history.changed', ...change });
      this.pool.forget(change);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.changes.close();
    await this.pool.stop();
  }

  get active(): number {
    return this.pool.active;
  }

  /** Ends a request of this subscriber. False when none is running here. */
  cancel(requestId: string, subscriber: string): boolean {
    const request = this.running.get(requestId);
    if (request?.subscriber !== subscriber) return false;
    request.isCancelled = true;
    // A request that is still being looked up is not in the pool yet.
    this.pool.cancel(requestId);
    return true;
  }

  /** The answer in parts, the last with `end`. Fails with CodedRpcException once it has begun. */
  async request(request: HistoryRequest): Promise<Result<Observable<SolaceEncoded>>> {
    const { requestId, venue, symbol, kind, fromUs, toUs } = request;
    const maxDays = this.config.historyMaxDays;
    if (!(fromUs < toUs) || toUs - fromUs > maxDays * US_PER_DAY) {
      return refuse('HISTORY_RANGE_INVALID', 'the range is empty, reversed or too long', { maxDays });
    }
    if (this.running.has(requestId))
      return refuse('BAD_REQUEST', 'a request of this requestId is running', { requestId });
    const running: Running = { subscriber: request.subscriber, isCancelled: false };
    this.running.set(requestId, running);
    let answer: Result<Observable<SolaceEncoded>> | undefined;
    try {
      const served = await this.live.catalogue.findKind(venue, symbol, kind, request.adapter);
      if (running.isCancelled) return refuse('HISTORY_CANCELLED', 'the history request was cancelled');
      answer = served.ok ? this.read(request, served.value) : served;
      return answer;
    } finally {
      if (answer?.ok !== true) this.running.delete(requestId);
    }
  }

  /** Gives the request to the pool; the answer begins when the transport listens. */
  private read(request: HistoryRequest, { adapter, instrument }: Served): Result<Observable<SolaceEncoded>> {
    const { requestId, venue, symbol, kind, fromUs, toUs, adjustment = 'raw', source = 'venue' } = request;
    const parts = new HistoryParts({
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
      part: async (part) => {
        await parts.part(part);
        if (parts.partCount % PROGRESS_PARTS === 0) {
          this.log.info({ event: 'history.progress', requestId, parts: parts.partCount, items: parts.itemCount });
        }
      },
      end: (part, { keptItems, fetchedUs }) => {
        this.running.delete(requestId);
        this.keptItems.inc(keptItems);
        void parts.end(part).then(() => told('history.served', { keptItems, fetchedUs }));
      },
      fail: ({ code, message, details }) => {
        this.running.delete(requestId);
        const failed = parts.fail(new CodedRpcException(code, message, details));
        void failed.then(() => told('history.failed', { code, reason: message }));
      },
    };
    const query = { instrument, kind, fromUs, toUs, adjustment };
    const series = source === 'venue' ? this.sources.seriesOf(adapter.name, query) : undefined;
    const of = series === undefined ? {} : { series };
    const refused = this.pool.submit({ requestId, adapter: adapter.name, query, source, ...of }, reader);
    return refused ?? ok(parts.stream);
  }

  /** Resolves when what was handed out has gone into the session and that takes more. */
  private async flushed(): Promise<void> {
    // Replies leave on the next tick; only then does the session know whether it is full.
    await new Promise((resolve) => setImmediate(resolve));
    await this.session.whenWritable(WRITABLE_TIMEOUT_MS);
  }
}
