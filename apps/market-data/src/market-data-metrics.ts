import { Injectable } from '@nestjs/common';
import { Metrics } from '@bourseworks/observability';
import { SolaceSession } from '@bourseworks/solace-transport';
import { HistoryService } from './history/history.service.js';
import { LiveService } from './live/live.service.js';
import { TopicPublisher } from './live/publisher.js';

/** Counts kept by the parts themselves, read when the metrics are asked for: nothing is paid per message. */
@Injectable()
export class MarketDataMetrics {
  constructor(
    metrics: Metrics,
    live: LiveService,
    history: HistoryService,
    publisher: TopicPublisher,
    session: SolaceSession,
  ) {
    const watch = (name: string, help: string, read: () => number): void => {
      const gauge = metrics.gauge(name, help);
      Object.assign(gauge, { collect: () => gauge.set(read()) });
    };
    watch('bourseworks_streams', 'Live streams that run', () => live.streamCount);
    watch('bourseworks_stream_leases', 'Leases on live streams', () => live.leaseCount);
    watch('bourseworks_live_worker_crashes', 'Times that a live worker crashed', () => live.crashes);
    watch('bourseworks_history_active', 'History requests being read or waiting', () => history.active);
    watch('bourseworks_market_data_items', 'Market-data items published since the start', () =>
      publisher.total('items'),
    );
    watch('bourseworks_market_data_messages', 'Market-data messages published since the start', () =>
      publisher.total('messages'),
    );
    watch('bourseworks_market_data_dropped', 'Market-data items that could not be published', () =>
      publisher.total('dropped'),
    );
    watch('bourseworks_bus_sent', 'Messages handed to the bus since the start', () => session.metrics.sent);
    watch('bourseworks_bus_refused', 'Publishes that the session refused', () => session.metrics.refused);
  }
}
