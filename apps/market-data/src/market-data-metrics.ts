import { Injectable } from '@nestjs/common';
import { Metrics } from '@bourseworks/observability';
import { SolaceSession } from '@bourseworks/solace-transport';
import { HistoryService } from './history/history.service.js';
import { LiveService } from './live/live.service.js';
import { TopicPublisher } from './live/publisher.js';
import { Recorder } from './recorder/recorder.service.js';

/** Counts kept by the parts themselves, read when the metrics are asked for: nothing is paid per message. */
@Injectable()
export class MarketDataMetrics {
  constructor(
    metrics: Metrics,
    live: LiveService,
    history: HistoryService,
    publisher: TopicPublisher,
    recorder: Recorder,
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
    watch('bourseworks_recorder_recording', '1 while streams are recorded, 0 while they are not', () =>
      recorder.state === 'recording' ? 1 : 0,
    );
    watch('bourseworks_recorder_items', 'Items recorded since the start', () => recorder.counts.items);
    watch('bourseworks_recorder_lost', 'Items that could not be recorded', () => recorder.counts.lost);
    watch('bourseworks_recorder_points', 'Trades and bars put into the store of series', () => recorder.counts.points);
    watch('bourseworks_recorder_points_lost', 'Those that could not be', () => recorder.counts.lostPoints);
    watch('bourseworks_recorder_bytes', 'Bytes of all recorded segments', () => recorder.counts.bytes);
    watch('bourseworks_bus_sent', 'Messages handed to the bus since the start', () => session.metrics.sent);
    watch('bourseworks_bus_refused', 'Publishes that the session refused', () => session.metrics.refused);
  }
}
