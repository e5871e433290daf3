import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GuaranteedStats } from './guaranteed/stats.js';
import { SmfBrokerError } from './errors.js';

export interface HealthListener {
  readonly port: number;
  close(): Promise<void>;
}

export interface HealthFacts {
  readonly ready: boolean;
  /** Null when guaranteed messaging is off or not up yet. */
  readonly guaranteed: GuaranteedStats | null;
}

/**
 * `/health/live` answers as long as the event loop turns, `/health/ready` while the broker is up and can store messages.
 * The figures are totals: this listener may be reachable from elsewhere, names of queues and clients are not for it.
 */
export function listenHealth(host: string, port: number, facts: () => HealthFacts): Promise<HealthListener> {
  const server = createServer((request, response) => {
    const known = request.url === '/health/live' || request.url === '/health/ready';
    const { ready, guaranteed } = facts();
    const good =
      request.url === '/health/live' || (request.url === '/health/ready' && ready && guaranteed?.failing !== true);
    response.writeHead(good ? 200 : known ? 503 : 404, { 'content-type': 'application/json' });
    const figures = known && guaranteed !== null ? { guaranteed } : {};
    response.end(JSON.stringify({ status: good ? 'ok' : known ? 'error' : 'unknown', ...figures }));
  });
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = taken ? `port ${port} on ${host} is taken` : `cannot listen on ${host}:${port}: ${error.message}`;
      reject(new SmfBrokerError(taken ? 'PORT_TAKEN' : 'LISTEN_FAILED', message, 'health'));
    });
    server.listen({ host, port }, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
