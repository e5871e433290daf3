import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SmfBroker } from '../broker.js';
import { SmfBrokerError } from '../errors.js';
import type { GuaranteedMessaging } from '../guaranteed/guaranteed-messaging.js';
import type { AdminState } from './admin-page.js';
import { adminPage } from './admin-page.js';
import { metricsText } from './metrics-text.js';

export interface AdminListener {
  readonly port: number;
  close(): Promise<void>;
}

/** There is no password: whoever is on the machine may look, nobody else. */
const HOST = '127.0.0.1';
const LOCAL_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);
const MAX_MESSAGES = 1_000;
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

/**
 * A view of clients, queues and depths: `/` for people, `/api` for programs, `/api/messages?vpn=&queue=&limit=` for what
 * waits in a queue, without content, `/metrics` for Prometheus. Reads only. Rejects with `SmfBrokerError`.
 */
export function listenAdmin(
  port: number,
  broker: SmfBroker,
  guaranteed: GuaranteedMessaging | null,
): Promise<AdminListener> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000 }, (request, response) => {
    serve(request, response, broker, guaranteed);
  });
  return new Promise((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = taken ? `port ${port} on ${HOST} is taken` : `cannot listen on ${HOST}:${port}: ${error.message}`;
      reject(new SmfBrokerError(taken ? 'PORT_TAKEN' : 'LISTEN_FAILED', message, 'admin'));
    });
    server.listen({ host: HOST, port }, () => {
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ port: (server.address() as AddressInfo).port, close });
    });
  });
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  broker: SmfBroker,
  guaranteed: GuaranteedMessaging | null,
): void {
  // A page of another site could point a name of its own at this address and read the answers.
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!LOCAL_NAMES.has(name)) return json(response, 403, { error: 'this view is for 127.0.0.1 and localhost' });
  if (request.method !== 'GET') return json(response, 405, { error: 'GET only' });
  const url = new URL(request.url ?? '/', `http://${HOST}`);
  if (url.pathname === '/') {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
    response.end(adminPage(stateOf(broker, guaranteed)));
  } else if (url.pathname === '/api') json(response, 200, stateOf(broker, guaranteed));
  else if (url.pathname === '/api/messages') messages(response, url.searchParams, guaranteed);
  else if (url.pathname === '/metrics') {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(metricsText(stateOf(broker, guaranteed)));
  } else json(response, 404, { error: 'there is /, /api, /api/messages and /metrics' });
}

function messages(response: ServerResponse, query: URLSearchParams, guaranteed: GuaranteedMessaging | null): void {
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_MESSAGES) {
    return json(response, 400, { error: `limit: 1 to ${MAX_MESSAGES}` });
  }
  const found = guaranteed?.messages(query.get('vpn') ?? 'default', query.get('queue') ?? '', limit) ?? null;
  if (found === null) json(response, 404, { error: 'there is no such queue' });
  else json(response, 200, { messages: found });
}

function stateOf(broker: SmfBroker, guaranteed: GuaranteedMessaging | null): AdminState {
  return {
    broker: { ...broker.stats() },
    guaranteed: guaranteed === null ? null : { ...guaranteed.stats() },
    clients: broker.clients(),
    queues: guaranteed?.queueInfos() ?? [],
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}
