import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  CancelHistoryRequest,
  FeedsRequest,
  HistoricalDataRequest,
  InstrumentsRequest,
  LeaseRequest,
  LiveDataRequest,
  SnapshotRequest,
} from '@bourseworks/dto';
import {
  instrumentToShape,
  MARKET_DATA_REQUEST,
  type CancelHistoryReplyShape,
  type FeedsReplyShape,
  type InstrumentsReplyShape,
  type LeaseReplyShape,
  type LiveDataReplyShape,
  type SnapshotReplyShape,
} from '@bourseworks/dto/shapes';
import { ok, parseNanos, type Result } from '@bourseworks/domain';
import { AdapterRegistry, type Adapter } from '@bourseworks/ports';
import { SolaceMessagePattern, type SolaceEncoded } from '@bourseworks/solace-transport';
import type { Observable } from 'rxjs';
import { FeedList } from './feeds/feed-list.js';
import { HistoryService } from './history/history.service.js';
import { LiveService } from './live/live.service.js';
import { RequestLog } from './request-log.js';

/** The requests of market data: routed from here to the pools. */
@Controller()
export class MarketDataController {
  constructor(
    private readonly liveStreams: LiveService,
    private readonly history: HistoryService,
    private readonly feedList: FeedList,
    private readonly adapters: AdapterRegistry,
    private readonly requests: RequestLog,
  ) {}

  @SolaceMessagePattern(MARKET_DATA_REQUEST.live)
  live(@Payload() request: LiveDataRequest): Promise<LiveDataReplyShape> {
    return this.requests.serve('live', request, () => this.liveStreams.request(request));
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.renew)
  async renew(@Payload() { leaseId, subscriber }: LeaseRequest): Promise<LeaseReplyShape> {
    // Renewals come every few seconds from everybody: only refusals are worth a line.
    const renewed = await this.liveStreams.renew(leaseId, subscriber);
    if (renewed.ok) return { leaseId, status: 'renewed' };
    return this.requests.serve('renew', { leaseId, subscriber }, () => renewed as Result<never>);
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.release)
  async release(@Payload() { leaseId, subscriber }: LeaseRequest): Promise<LeaseReplyShape> {
    await this.requests.serve('release', { leaseId, subscriber }, () => this.liveStreams.release(leaseId, subscriber));
    return { leaseId, status: 'released' };
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.snapshot)
  snapshot(@Payload() request: SnapshotRequest): Promise<SnapshotReplyShape> {
    const { venue, symbol, adapter } = request;
    return this.requests.serve('snapshot', request, () => this.liveStreams.snapshot(venue, symbol, adapter));
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.historical)
  historical(@Payload() request: HistoricalDataRequest): Promise<Observable<SolaceEncoded>> {
    const { from, to, ...rest } = request;
    return this.requests.serve('historical', request, () => {
      const fromTime = parseNanos(from);
      if (!fromTime.ok) return fromTime;
      const toTime = parseNanos(to);
      if (!toTime.ok) return toTime;
      return this.history.request({ ...rest, fromUs: fromTime.value.us, toUs: toTime.value.us });
    });
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.cancel)
  async cancel(@Payload() request: CancelHistoryRequest): Promise<CancelHistoryReplyShape> {
    const { requestId, subscriber } = request;
    const cancelled = await this.requests.serve('cancel', request, () =>
      this.history.cancel(requestId, subscriber) ? ok(true) : this.liveStreams.cancelElsewhere(request),
    );
    return { requestId, status: cancelled ? 'cancelled' : 'unknown' };
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.feeds)
  feeds(@Payload() request: FeedsRequest): Promise<FeedsReplyShape> {
    // Asked for every second by whoever watches: not worth a line, and never refused.
    return this.feedList.everywhere(request);
  }

  @SolaceMessagePattern(MARKET_DATA_REQUEST.instruments)
  instruments(@Payload() request: InstrumentsRequest): Promise<InstrumentsReplyShape> {
    return this.requests.serve('instruments', request, () => this.list(request));
  }

  private async list({ venue, adapter: name }: InstrumentsRequest): Promise<Result<InstrumentsReplyShape>> {
    const adapters = this.chosen(venue, name);
    if (!adapters.ok) return adapters;
    const instruments: InstrumentsReplyShape['instruments'][number][] = [];
    for (const adapter of adapters.value) {
      const listed = await this.liveStreams.catalogue.all(adapter);
      if (!listed.ok) return listed;
      for (const { instrument, kinds } of listed.value) {
        if (venue !== undefined && instrument.venue !== venue) continue;
        instruments.push({ ...instrumentToShape(instrument), adapter: adapter.name, kinds });
      }
    }
    return ok({ instruments });
  }

  private chosen(venue: string | undefined, name: string | undefined): Result<readonly Adapter[]> {
    if (venue === undefined && name === undefined) {
      return ok(this.adapters.all().filter((adapter) => adapter.marketData !== undefined));
    }
    const adapter = venue === undefined ? this.adapters.byAdapterName(name ?? '') : this.adapters.find(venue, name);
    return adapter.ok ? ok([adapter.value]) : adapter;
  }
}
