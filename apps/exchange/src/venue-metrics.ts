import { Injectable } from '@nestjs/common';
import { Metrics } from '@bourseworks/observability';
import { FeedPublisher } from './feed/feed-publisher.js';
import { FeedServer } from './feed/feed-server.js';
import { OrderReports } from './orders/order-reports.js';
import { Simulator } from './simulation/simulator.js';

/** Counts kept by the parts themselves, read when the metrics are asked for: nothing is paid per message. */
@Injectable()
export class VenueMetrics {
  constructor(metrics: Metrics, feed: FeedPublisher, server: FeedServer, reports: OrderReports, simulator: Simulator) {
    const watch = (name: string, help: string, read: () => number): void => {
      const gauge = metrics.gauge(name, help);
      Object.assign(gauge, { collect: () => gauge.set(read()) });
    };
    watch('bourseworks_exchange_clients', 'WebSocket clients connected', () => server.clients);
    watch('bourseworks_exchange_messages_sent', 'Public feed messages sent since the start', () => feed.sent);
    watch('bourseworks_exchange_executions', 'Execution reports made since the start', () => reports.count);
    watch('bourseworks_exchange_steps', 'Steps of the background market since the start', () => simulator.steps);
  }
}
