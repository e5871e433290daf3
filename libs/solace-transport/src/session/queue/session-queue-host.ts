import type solace from 'solclientjs';
import type { Deliveries } from '../deliveries.js';
import type { TransportMetrics } from '../metrics.js';
import type { SessionConnection } from '../session-connection.js';
import type { ResolvedSessionOptions } from '../session-options.js';
import type { QueueHost } from './queue-consumer.js';

/** What the consumers of queues need of the session that they belong to. */
export function sessionQueueHost(
  session: SessionConnection,
  native: solace.Session,
  options: ResolvedSessionOptions,
  metrics: TransportMetrics,
  deliveries: Deliveries,
): Omit<QueueHost, 'provision'> {
  return {
    native,
    metrics,
    timeoutMs: options.subscribeTimeoutMs,
    retryWaitMs: options.reconnectRetryWaitMs,
    retryMaxWaitMs: options.reconnectMaxWaitMs,
    closeTimeoutMs: options.closeTimeoutMs,
    get status() {
      return session.status;
    },
    whenUp: (timeoutMs) => session.whenUp(timeoutMs),
    onStatus: (listener) => {
      session.on('status', listener);
      return () => void session.off('status', listener);
    },
    deliver: (message, callback) => deliveries.tell(message, [callback]),
  };
}
