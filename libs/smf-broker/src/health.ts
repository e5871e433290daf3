import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SmfBrokerError } from './errors.js';

export interface HealthListener {
  readonly port: number;
  close(): Promise<void>;
}

/** `/health/live` answers as long as the event loop turns, `/health/ready` while `isReady()`. */
export function listenHealth(host: string, port: number, isReady: () => boolean): Promise<HealthListener> {
  const server = createServer((request, response) => {
    const ready = request.url === '/health/live' || (request.url === '/health/ready' && isReady());
    const known = request.url === '/health/live' || request.url === '/health/ready';
    response.writeHead(ready ? 200 : known ? 503 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: ready ? 'ok' : known ? 'error' : 'unknown' }));
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
